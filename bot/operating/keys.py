"""`brewmate keys`: with what the tokens of workspaces are encrypted before they are written to the database."""

from __future__ import annotations

import typer

from bot.operating.starting import ConfigPath, run_to_its_end, settings_in

app = typer.Typer(
    name="keys",
    help="The keys that workspaces' tokens are encrypted with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("new")
def new() -> None:
    """Print a new random key, for BREWMATE_ENCRYPTION_KEYS; it is kept nowhere else."""
    from bot.installing.sealing import new_key

    typer.echo(new_key())


@app.command("rotate")
def rotate(config: ConfigPath = None) -> None:
    """Encrypt every token anew with the first key. Then the older keys can be taken away."""
    settings = settings_in(config)
    from bot.online import rotate_keys

    async def turn() -> None:
        count = await rotate_keys(settings)
        installations = "1 installation is" if count == 1 else f"{count} installations are"
        typer.echo(f"The tokens of {installations} encrypted with the first key now. The others can be taken away.")

    run_to_its_end(turn())
