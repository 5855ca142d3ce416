"""The tables of colour: what every token is in each scheme, and the accents of environments.

It must not know Qt or who wears them; `theme` dresses the application, and tests measure what can be read on what.
"""

from __future__ import annotations

from typing import Literal

Scheme = Literal["light", "dark", "contrast", "contrast-dark"]
WindowAccent = Literal["sandbox", "test", "production", "none"]
Accented = tuple[str, str, str]
"""A colour, what is written on it, and what it is under the mouse."""

SCHEMES: dict[Scheme, dict[str, str]] = {
    "light": {
        "window": "#F4F5F7", "surface": "#FFFFFF", "sunk": "#F0F2F5", "border": "#DDE1E7", "outline": "#7D8793",
        "text": "#1A1E24", "muted": "#5C6672", "faint": "#9AA3AE", "selection": "#E8EEF6",
        "good": "#17713B", "goodTint": "#E2F4E8", "warn": "#8A5300", "warnTint": "#FCF0DA",
        "bad": "#B3261E", "badTint": "#FBE6E4", "badHover": "#991D13", "onBad": "#FFFFFF",
        "tint": "#E3F3F1", "changed": "#0B7A6F", "ink": "light",
    },
    "dark": {
        "window": "#14171B", "surface": "#1C2025", "sunk": "#171A1F", "border": "#303740", "outline": "#6F7B89",
        "text": "#E7EAEE", "muted": "#9BA6B3", "faint": "#626D7A", "selection": "#242D38",
        "good": "#6CCF8E", "goodTint": "#16301F", "warn": "#E9B45C", "warnTint": "#352A14",
        "bad": "#F2867D", "badTint": "#3A1E1C", "badHover": "#FFA196", "onBad": "#2E0A06",
        "tint": "#16332F", "changed": "#3FBFB1", "ink": "dark",
    },
    "contrast": {
        "window": "#FFFFFF", "surface": "#FFFFFF", "sunk": "#F0F0F0", "border": "#000000", "outline": "#000000",
        "text": "#000000", "muted": "#262626", "faint": "#6B6B6B", "selection": "#CCE0FF",
        "good": "#00461C", "goodTint": "#E2F4E8", "warn": "#553000", "warnTint": "#FFF1D0",
        "bad": "#8A0000", "badTint": "#FFE7E4", "badHover": "#5E0000", "onBad": "#FFFFFF",
        "tint": "#DDF3F0", "changed": "#004D46", "ink": "light",
    },
    "contrast-dark": {
        "window": "#000000", "surface": "#000000", "sunk": "#141414", "border": "#FFFFFF", "outline": "#FFFFFF",
        "text": "#FFFFFF", "muted": "#E4E4E4", "faint": "#8C8C8C", "selection": "#003A75",
        "good": "#7CFFA6", "goodTint": "#002B12", "warn": "#FFD24D", "warnTint": "#2E2200",
        "bad": "#FFA8A0", "badTint": "#3A0500", "badHover": "#FFC6C0", "onBad": "#000000",
        "tint": "#00332E", "changed": "#5FFFEA", "ink": "dark",
    },
}  # fmt: skip
"""What is changed is the same in every environment: amber and red would mean advice and errors. `ink` names icons."""

ACCENTS: dict[Scheme, dict[WindowAccent, Accented]] = {
    "light": {
        "sandbox": ("#0B7A6F", "#FFFFFF", "#096A61"),
        "test": ("#B45309", "#FFFFFF", "#9A4607"),
        "production": ("#B42318", "#FFFFFF", "#991D13"),
        "none": ("#5C6672", "#FFFFFF", "#4B545F"),
    },
    "dark": {
        "sandbox": ("#3FBFB1", "#06201D", "#58CDC0"),
        "test": ("#F0A24B", "#2A1703", "#F4B46C"),
        "production": ("#FF8A7E", "#2E0A06", "#FFA196"),
        "none": ("#9BA6B3", "#14171B", "#B3BDC8"),
    },
    "contrast": {
        "sandbox": ("#004D46", "#FFFFFF", "#003630"),
        "test": ("#6A2F00", "#FFFFFF", "#4A2100"),
        "production": ("#8A0000", "#FFFFFF", "#5E0000"),
        "none": ("#262626", "#FFFFFF", "#000000"),
    },
    "contrast-dark": {
        "sandbox": ("#5FFFEA", "#000000", "#A8FFF4"),
        "test": ("#FFB84D", "#000000", "#FFD08A"),
        "production": ("#FF9C92", "#000000", "#FFBDB6"),
        "none": ("#E4E4E4", "#000000", "#FFFFFF"),
    },
}

CALM: dict[Scheme, Accented] = {
    "light": ("#34567A", "#FFFFFF", "#28456A"),
    "dark": ("#9DBEDF", "#0C1B2A", "#B4CFEA"),
    "contrast": ("#002E7A", "#FFFFFF", "#001F52"),
    "contrast-dark": ("#9CD0FF", "#000000", "#C4E3FF"),
}
"""As an accent is, for what must look neither like advice nor like an error."""
