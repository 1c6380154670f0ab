using OvsWizard.Tui.Terminals;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace OvsWizard.Tui;

/// <summary>The looks there are.</summary>
public enum ThemeName
{
    Dark,
    Light,
    HighContrast,

    /// <summary>Blue for well and orange for wrong: told apart with any eyes.</summary>
    ColourBlind,

    /// <summary>The terminal's own colours on its own background.</summary>
    Sixteen,

    /// <summary>No colour at all, only bold, faint and reverse: NO_COLOR.</summary>
    Plain,
}

/// <summary>
/// How each <see cref="Tone"/> looks: green is well, yellow is changed or at risk, red is wrong, dim is background. A
/// theme has its colours for every depth of a terminal, so that each can be read there: text has a contrast of 4.5 to 1
/// or more (WCAG 2.1, 1.4.3) on every background.
/// </summary>
public sealed class Theme
{
    private readonly ThemeColours colours;

    private Theme(ThemeName name, ThemeColours colours) => (Name, this.colours) = (name, colours);

    public ThemeName Name { get; }

    /// <summary>The one that F3 changes to.</summary>
    public ThemeName Next => (ThemeName)(((int)Name + 1) % Enum.GetValues<ThemeName>().Length);

    /// <summary>The theme as a terminal of this depth can show it.</summary>
    /// <param name="own">The operator's own colours; where there are fewer than in xterm's palette they do not
    /// count.</param>
    public static Theme Of(ThemeName name, ColourDepth depth = ColourDepth.Full, OwnColours? own = null) =>
        new(name, name switch
        {
            ThemeName.Sixteen => ThemeColours.Terminal,
            ThemeName.Plain => ThemeColours.Plain,
            _ => depth switch
            {
                ColourDepth.Full => ThemeColours.Full(name).With(own),
                ColourDepth.Palette =>
                    ThemeColours.Full(name).With(own).Map(c => ColourDepths.OfPalette(ColourDepths.InPalette(c))),
                ColourDepth.Sixteen => name is ThemeName.Light ? ThemeColours.LightSixteen : ThemeColours.DarkSixteen,
                ColourDepth.Eight => name is ThemeName.Light ? ThemeColours.LightEight : ThemeColours.DarkEight,
                _ => ThemeColours.Plain,
            },
        });

    /// <param name="isMarked">On the row that the keys act on.</param>
    /// <param name="isRaised">On the bar and on dialogs.</param>
    public Attribute Of(Tone tone, bool isMarked = false, bool isRaised = false)
    {
        var (colour, style) = colours.Tones[tone];
        if (isMarked && colours.Marked is not { })
            return new Attribute(colour, colours.Background, style | TextStyle.Reverse);
        if (isMarked) return new Attribute(colours.OnMarked ?? colour, colours.Marked!.Value, style);
        return new Attribute(colour, isRaised ? colours.Raised : colours.Background, style);
    }

    /// <summary>
    /// The same for views of the toolkit that draw themselves: text fields. They are marked as the row is that the keys
    /// act on.
    /// </summary>
    public Scheme Scheme
    {
        get
        {
            var active = Of(Tone.Plain, isMarked: true);
            return new Scheme(Of(Tone.Plain))
            {
                Normal = Of(Tone.Plain),
                Focus = active,
                Active = active,
                Highlight = active,
                HotNormal = Of(Tone.Plain),
                HotFocus = active,
                Editable = Of(Tone.Plain, isRaised: true) with { Style = TextStyle.Underline },
                ReadOnly = Of(Tone.Dim),
                Disabled = Of(Tone.Dim),
            };
        }
    }
}
