"""``leumund orders``: where orders come from, what customers say, what follows for money."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _, in_language, reader_language
from leumund.cli.columns import columns_from
from leumund.cli.desk import open_desk
from leumund.cli.orders_spoken import show_counts, show_order
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Ref = Annotated[str, typer.Argument(metavar="ORDER", help="The order's own reference.")]
Columns = Annotated[
    list[str] | None, typer.Option("--column", help="OURS=THEIRS, may be given several times.")
]
Ignore = Annotated[
    list[str] | None, typer.Option(help="A column to leave out; '*' leaves out all unknown.")
]
Encoding = Annotated[str | None, typer.Option(help="The file's encoding, if not UTF-8.")]
Why = Annotated[str, typer.Option("--why", help="Why, in your own words.")]
By = Annotated[str, typer.Option("--by", help="Who decides, by a pseudonym or a desk's name.")]
Said = Annotated[str, typer.Option("--said", help="What the customer said.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="The CSV file.")],
    kind: Annotated[str, typer.Option(help="orders, contacts or shops.")] = "orders",
    column: Columns = None,
    ignore: Ignore = None,
    encoding: Encoding = None,
    as_json: Json = False,
) -> None:
    """Take in orders, contacts that were known before them, or opening hours of shops.

    An order that does not name list, look-up or lead, campaign, call and agent is refused and
    kept with the reason. The same file again changes nothing.

    \b
    leumund orders load orders.csv
    leumund orders load contacts.csv --kind contacts
    """
    with open_desk() as desk, progress(_("Reading orders")) as on_progress:
        loaded = desk.orders.load(
            file, kind, columns_from(column), desk.settings.region, on_progress,
            ignore=ignore or (), encoding=encoding,
        )  # fmt: skip
    show_order(loaded, as_json)


@app.command()
def order(order: Ref, as_json: Json = False) -> None:
    """Show one order and where it stands.

    \b
    leumund orders order A-1
    """
    with open_desk() as desk:
        show_order(desk.orders.order(order), as_json)


@app.command()
def counts(as_json: Json = False) -> None:
    """Show how many orders stand where.

    \b
    leumund orders counts
    """
    with open_desk() as desk:
        show_counts(desk.orders.counts(), as_json)


@app.command()
def origin(order: Ref, as_json: Json = False) -> None:
    """Follow an order back: call, pass, copy or look-up, consent; each found or missing.

    \b
    leumund orders origin A-1
    """
    with open_desk() as desk:
        show_order(desk.orders.origin(order), as_json)


@app.command()
def check(order: Ref, as_json: Json = False) -> None:
    """May this order be supplied, billed and paid for? Every reason with its law.

    \b
    leumund orders check A-1
    """
    with open_desk() as desk:
        show_order(desk.orders.check(order), as_json)


@app.command()
def steps(order: Ref, as_json: Json = False) -> None:
    """Show what happened to an order: who, when, why, and the entry that proves it.

    \b
    leumund orders steps A-1
    """
    with open_desk() as desk:
        show_order(list(desk.orders.steps(order)), as_json)


@app.command()
def findings(as_json: Json = False) -> None:
    """Lay every order beside every declared call, and list what does not fit.

    \b
    leumund orders findings
    """
    with open_desk() as desk:
        show_order(list(desk.orders.findings()), as_json)


@app.command()
def distances(as_json: Json = False) -> None:
    """Show of how many sales in shops it could be compared how far away the customer lives.

    \b
    leumund orders distances
    """
    with open_desk() as desk:
        show(desk.orders.distances(), as_json)


@app.command()
def ask(order: Ref, by: By = "desk", as_json: Json = False) -> None:
    """Ask the customer: over a contact known before the order, else by letter.

    A contact that orders of several people share holds the order instead.

    \b
    leumund orders ask A-1
    """
    with open_desk() as desk:
        show_order(desk.orders.ask(order, by), as_json)


@app.command()
def answer(
    what: Annotated[str, typer.Argument(help="nothing_ordered, confirm or reject.")],
    as_json: Json = False,
) -> None:
    """Take in an answer that came by letter: its code stands on standard input.

    \b
    leumund orders answer nothing_ordered < code.txt
    """
    code = typer.get_text_stream("stdin").readline().strip()
    with open_desk() as desk:
        show_order(desk.orders.answer(code, what), as_json)


@app.command()
def remind(as_json: Json = False) -> None:
    """Remind everybody who was asked some days ago and has not answered, once.

    \b
    leumund orders remind
    """
    with open_desk() as desk:
        show_order(list(desk.orders.remind()), as_json)


@app.command()
def expire(as_json: Json = False) -> None:
    """Let every order lapse whose time to answer is over: silence is no yes.

    \b
    leumund orders expire
    """
    with open_desk() as desk:
        show_order(list(desk.orders.expire()), as_json)


@app.command()
def settle(as_json: Json = False) -> None:
    """Release the commission of every order that nobody can withdraw any more.

    \b
    leumund orders settle
    """
    with open_desk() as desk:
        show_order(list(desk.orders.settle()), as_json)


@app.command()
def hold(order: Ref, why: Why, by: By = "desk", as_json: Json = False) -> None:
    """Hold an order until a person frees it.

    \b
    leumund orders hold A-1 --why "the number belongs to a neighbour"
    """
    with open_desk() as desk:
        show_order(desk.orders.hold(order, why, by), as_json)


@app.command()
def free(order: Ref, why: Why, by: By = "desk", as_json: Json = False) -> None:
    """Free a held order, for example after the company has asked the customer itself.

    \b
    leumund orders free A-1 --why "the customer was rung on the number we know"
    """
    with open_desk() as desk:
        show_order(desk.orders.free(order, why, by), as_json)


@app.command()
def withdraw(order: Ref, said: Said = "", by: By = "customer", as_json: Json = False) -> None:
    """Take in a withdrawal. No reason is needed.

    \b
    leumund orders withdraw A-1
    """
    with open_desk() as desk:
        show_order(desk.orders.withdraw(order, said, by), as_json)


@app.command()
def dispute(order: Ref, said: Said = "", by: By = "customer", as_json: Json = False) -> None:
    """The customer denies the order: bill, reminders and commission stop at once.

    \b
    leumund orders dispute A-1 --said "I never spoke to anybody"
    """
    with open_desk() as desk:
        show_order(desk.orders.dispute(order, said, by), as_json)


@app.command()
def uphold(order: Ref, why: Why, by: By = "desk", as_json: Json = False) -> None:
    """Decide that the customer rightly denied the order.

    \b
    leumund orders uphold A-1 --why "no call is on record"
    """
    with open_desk() as desk:
        show_order(desk.orders.uphold(order, why, by), as_json)


@app.command()
def dismiss(order: Ref, why: Why, by: By = "desk", as_json: Json = False) -> None:
    """Decide that the order was placed; the bill goes on.

    \b
    leumund orders dismiss A-1 --why "the customer's own mail of 3 May"
    """
    with open_desk() as desk:
        show_order(desk.orders.dismiss(order, why, by), as_json)


@app.command()
def fail(order: Ref, why: Why, by: By = "desk", as_json: Json = False) -> None:
    """The company cannot supply; the partner keeps its commission.

    \b
    leumund orders fail A-1 --why "no line free in this street"
    """
    with open_desk() as desk:
        show_order(desk.orders.fail(order, why, by), as_json)


@app.command()
def void(
    order: Ref,
    why: Why,
    by: By = "desk",
    our_fault: Annotated[
        bool, typer.Option("--our-fault", help="The partner keeps its commission.")
    ] = False,
    as_json: Json = False,
) -> None:
    """The contract is void by law.

    \b
    leumund orders void A-1 --why "no consent to the call"
    """
    with open_desk() as desk:
        show_order(desk.orders.void(order, why, by, is_our_fault=our_fault), as_json)


@app.command()
def extract(
    partner: Annotated[str, typer.Argument(help="The partner's name as in partners.yaml.")],
    into: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    language: Annotated[
        str | None, typer.Option(help="de or en (default: the language you read in).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a partner's book extract: each order, its commission, why, and the law.

    In English it keeps the words that programs know.

    \b
    leumund orders extract norden extract.csv --language de
    """
    with in_language(language or reader_language()), open_desk() as desk:
        show_order(desk.orders.extract(partner, into), as_json)


@app.command()
def send(
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Send again every few seconds until stopped.")
    ] = False,
    every: Annotated[
        int, typer.Option(min=1, help="How many seconds lie between two rounds.")
    ] = 5,
    again: Annotated[
        list[int] | None,
        typer.Option(help="A number from 'orders undelivered' to send."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Send what is due: mails to customers, signed events to your own programs.

    Each goes out once. After a crash in the middle of a mail it goes out at most twice.

    \b
    leumund orders send
    leumund orders send --keep-going
    """
    with open_desk() as desk:
        show(desk.orders.send(again or ()), as_json)
        while keep_going:
            desk.ledger.integrate()
            time.sleep(every)
            desk.orders.send()


@app.command()
def letters(
    into: Annotated[Path, typer.Option("--into", help="The folder to write them into.")],
    as_json: Json = False,
) -> None:
    """Write the letters that are due as PDF files, one each, for printing and posting.

    \b
    leumund orders letters --into letters
    """
    with open_desk() as desk:
        show(desk.orders.letters(into), as_json)


@app.command()
def undelivered(as_json: Json = False) -> None:
    """Show what did not go out and is not tried again by itself, and why.

    \b
    leumund orders undelivered
    """
    with open_desk() as desk:
        show_order(list(desk.orders.undelivered()), as_json)
