"""What goes into the folder of wheels for an installation without a network."""

import bundle_wanted as bundle


def names(pins: list[str]) -> set[str]:
    return {pin.partition("==")[0] for pin in pins}


def test_each_system_gets_what_its_markers_ask_for() -> None:
    windows = list(bundle.wanted("3.11", "win32", "AMD64"))
    linux = list(bundle.wanted("3.12", "linux", "aarch64"))
    assert len(windows) > 20
    assert {"colorama", "lxml", "pypdfium2"} <= names(windows)
    assert "colorama" not in names(linux)
    assert len(names(linux)) == len(linux)


def test_what_has_no_wheel_is_built_from_its_source() -> None:
    source = list(bundle.source())
    assert names(source) == bundle.SOURCE_ONLY
    assert not names(source) & names(list(bundle.wanted("3.11", "linux", "x86_64")))
