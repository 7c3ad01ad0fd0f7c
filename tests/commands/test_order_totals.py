"""Every order format keeps to its file's own total: items, discount, shipping and tax make the sales that it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.kernel.clock import FixedClock

# ruff: noqa: E501
TIENDANUBE = "Número de orden;Email;Fecha;Estado de la orden;Estado del pago;Estado del envío;Moneda;Subtotal de productos;Descuento;Costo de envío;Total;Nombre del producto;Precio del producto;Cantidad del producto"
NUVEMSHOP = "Número do Pedido;E-mail;Data;Status do Pedido;Status do Pagamento;Status do Envio;Moeda;Subtotal;Desconto;Valor do Frete;Total;Nome do Produto;Valor do Produto;Quantidade Comprada"
WOO = "Order Number,Order Status,Order Date,Currency,Cart Discount Amount,Order Subtotal Amount,Order Tax Amount,Order Shipping Amount,Order Total Amount,Item Name,Quantity,Item Cost"
SHOPIFY = "Name,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id"
ETSY = "Sale Date,Order ID,Buyer User ID,Number of Items,Currency,Order Value,Discount Amount,Shipping,Sales Tax,Order Total"
AMAZON = "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tquantity\tcurrency\titem-price\titem-promotion-discount\tshipping-price"
RANGE = "date/time,settlement id,type,order id,sku,description,quantity,product sales,shipping credits,promotional rebates,total"
OWN = "Order number;Order date;Currency;Subtotal;Discount;Shipping;Total;Product;Quantity"


@pytest.mark.parametrize(
    ("head", "rows", "sales"),
    [
        (TIENDANUBE, ["100;a@x.org;13/03/2026;Abierta;Recibido;Enviado;ARS;1000.00;200.00;50.00;850.00;Taza;500.00;2"], "800.00"),
        (NUVEMSHOP, ["100;a@x.org;13/03/2026;Aberto;Confirmado;Enviado;BRL;100.00;20.00;0.00;80.00;Caneca;100.00;1"], "80.00"),
        (NUVEMSHOP, ["100;a@x.org;13/03/2026;Aberto;Confirmado;Enviado;BRL;100.00;-20.00;20.00;100.00;Caneca;100.00;1"], "80.00"),
        (WOO, ["7,Completed,2026-03-13 10:00,EUR,4.00,40.00,6.84,5.00,47.84,Mug,2,20.00"], "36.00"),
        (WOO, ["7,Completed,2026-03-13 10:00,EUR,4.00,40.00,0,5.00,41.00,Mug,2,20.00"], "36.00"),
        (SHOPIFY, ["#1,paid,2026-03-13 10:00:00 +0100,EUR,36.00,5.00,6.55,41.00,4.00,2026-03-13 10:00:00 +0100,2,Mug,20.00,11"], "36.00"),
        (SHOPIFY, ["#1,paid,2026-03-13 10:00:00 +0100,USD,36.00,5.00,3.00,44.00,4.00,2026-03-13 10:00:00 +0100,2,Mug,20.00,11"], "36.00"),
        (ETSY, ["03/13/26,500,ann,1,USD,40.00,4.00,5.00,3.00,44.00"], "36.00"),
        (AMAZON, ["111-1\t2026-03-13T10:00:00+00:00\tShipped\tMug\tM\t2\tUSD\t40.00\t4.00\t5.00"], "36.00"),
        (RANGE, ['"Mar 13, 2026 1:02:03 PM PST",7,Order,111-1,M,Mug,2,40.00,5.00,-4.00,41.00'], "36.00"),
        (OWN, ["9;2026-03-13;EUR;40.00;4.00;5.00;41.00;Mug;2"], "36.00"),
        (OWN, ["9;2026-03-13;EUR;36.00;4.00;5.00;41.00;Mug;2"], "36.00"),
        (OWN, ["9;2026-03-13;EUR;40.00;5.00;5.00;40.00;Mug;2"], "35.00"),
    ],
    ids=[
        "tiendanube", "nuvemshop", "discount below zero", "woo with tax", "woo", "shopify, tax inside", "shopify",
        "etsy orders", "amazon", "amazon date range", "own, before", "own, after", "discount as shipping",
    ],
)  # fmt: skip
def test_sales_are_what_the_file_says_after_the_discount(
    head: str, rows: list[str], sales: str, tmp_path: Path, clock: FixedClock
) -> None:
    place, shop = tmp_path / "orders.csv", tmp_path / "shop"
    place.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    for turn in range(2):
        words = ["import", str(place), "--shop", str(shop), "--currency", "USD", "--json", "--yes"]
        said = CliRunner().invoke(cli, words, obj=clock)
        assert said.exit_code == 0, said.output
        (file,) = json.loads(said.stdout)
        assert (bool(file["new"]), file["changed"]) == (turn == 0, 0)
    said = CliRunner().invoke(cli, ["stats", "--shop", str(shop), "--json"], obj=clock)
    assert list(json.loads(said.stdout)["sales"].values()) == [sales]
