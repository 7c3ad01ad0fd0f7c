"""A sheet that is read like a page: lines of cells with their roles, and native charts between or beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storeapp.reports.workbook import ReportBook

HEIGHTS = {"title": 26, "header": 32, "band": 20}  # points; programs make no room for large or wrapped letters
LINE_COLOUR, SECOND, BAR_COLOUR = "0F766E", "8792A1", "0F766E"
SheetCell = tuple[Any, str, str]  # the value, its kind ("money:EUR"), its role


class FreeSheet:
    """One such sheet, as it is written; `row` is the number of the line written last."""

    def __init__(self, book: ReportBook, title: str, widths: Sequence[float]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils import get_column_letter

        self.book = book
        self._cell_type = WriteOnlyCell
        self.sheet = book.sheet(title, one_page=True)
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self.sheet.sheet_view.showGridLines = False
        self.row = 0

    def line(self, *cells: SheetCell | None, height: float = 0) -> None:
        """Write one line; None leaves a cell out."""
        self.row += 1
        wanted = max((HEIGHTS.get(cell[2], 0) for cell in cells if cell), default=0)
        if height or wanted:
            self.sheet.row_dimensions[self.row].height = height or wanted
        self.sheet.append([self._cell(*cell) if cell else None for cell in cells])

    def _cell(self, value: Any, kind: str, role: str) -> Any:
        from openpyxl.styles.cell_style import StyleArray

        plain_kind, _colon, currency = kind.partition(":")
        cell = self._cell_type(self.sheet)
        cell._style = StyleArray(self.book.book._cell_styles[int(self.book.style(plain_kind, role, currency))])
        if value is not None:
            cell._value = self.book.plain(value) if isinstance(value, str) else value
            cell.data_type = "s" if isinstance(value, str) else "n"
        return cell

    def chart(
        self,
        chart: Any,
        title: str,
        form: str,
        labels: Any,
        colour: str,
        anchor: str,
        *,
        dates: bool = True,
        months: str = "yyyy-mm",
        size: tuple[float, float] = (17, 7.4),
    ) -> None:
        """Put a native chart on the sheet; `size` in centimetres, `colour` that of its first series."""
        chart.title = title
        _smaller(chart.title)
        chart.set_categories(labels)
        chart.legend = None
        chart.width, chart.height = size
        chart.y_axis.number_format, chart.y_axis.majorGridlines.spPr = form, _thin()
        chart.y_axis.delete = chart.x_axis.delete = False
        if dates:
            chart.x_axis.number_format = months
        if chart.tagname == "barChart":
            chart.gapWidth = 40
            chart.y_axis.scaling.min = 0
        chart.series[0].graphicalProperties.solidFill = colour
        chart.series[0].graphicalProperties.line.solidFill = colour
        self.sheet.add_chart(chart, anchor)


def label_bars(chart: Any) -> None:
    """Write each bar's figure at its end, and leave out the axis that would say it again."""
    from openpyxl.chart.label import DataLabelList

    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    chart.dataLabels = labels
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = True


def _smaller(title: Any) -> None:
    """A chart's title in the size of a heading; the spreadsheets' own takes a third of a small chart."""
    from openpyxl.drawing.text import CharacterProperties

    for paragraph in title.tx.rich.p:
        for run in paragraph.r:
            run.rPr = CharacterProperties(sz=1200, b=True)


def _thin() -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill="DFE4EA", w=6350))
