"""The page on which a returned workbook is merged, and the dialog that gives one out."""
