"""`kneeapp voice`: the recorded voice of the player, for whoever changes the shipped content."""

import click

from kneeapp.cli.voice_clips import ROOM_TONE, Clips, length_ms, shipped_cues, wanted_clips


@click.group()
def voice() -> None:
    """Record what the player says (development; needs the extra `voice`)."""


@voice.command()
def build() -> None:
    """Record each sentence that is new or changed, and delete the clips that nothing uses."""
    from kneeapp.cli.voice_rendering import rendered  # noqa: PLC0415  loads a model of speech

    clips, cues = Clips(), shipped_cues()
    wanted, there = wanted_clips(cues), clips.files
    missing = {cue: name for cue, name in wanted.items() if name not in there}
    for cue, name in missing.items():
        clip = rendered(cue)
        clips.file(name).parent.mkdir(exist_ok=True)
        clips.file(name).write_bytes(clip)
    unused = there.keys() - set(wanted.values())
    for name in unused:
        there[name].unlink()
    clips.write_index(cues)
    size = sum(file.stat().st_size for file in clips.files.values())
    click.echo(
        f"{len(missing)} recorded, {len(unused)} deleted, {len(wanted)} clips, {size} bytes."
    )


@voice.command()
def sheet() -> None:
    """Every cue but the room tone with length and loudness (EBU R128), as a Markdown table."""
    from kneeapp.cli.voice_rendering import loudness  # noqa: PLC0415  loads a model of speech

    clips = Clips()
    click.echo("| cue | length, s | loudness, LUFS | clip |\n|---|---|---|---|")
    for cue, name in clips.named.items():
        if cue == ROOM_TONE:
            continue
        clip = clips.file(name).read_bytes()
        click.echo(f"| {cue} | {length_ms(clip) / 1000:.2f} | {loudness(clip):.1f} | {name} |")
