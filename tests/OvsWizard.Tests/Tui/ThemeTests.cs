using OvsWizard.Tui;
using OvsWizard.Tui.Terminals;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace OvsWizard.Tests.Tui;

/// <summary>Every theme can be read, at every depth and with any eyes.</summary>
public sealed class ThemeTests
{
    /// <summary>WCAG 2.1, 1.4.3: of text, at the least.</summary>
    private const double Readable = 4.5;

    /// <summary>
    /// How the three kinds of colour blindness see, in linear RGB (Machado, Oliveira, Fernandes 2009, severity 1).
    /// </summary>
    private static readonly Dictionary<string, double[]> eyes = new()
    {
        ["usual"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    /// <summary>What the first 16 colours look like on an xterm, and on the Linux console (VGA).</summary>
    private static readonly Dictionary<string, int[]> sixteen = new()
    {
        ["xterm"] = [0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
            0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff],
        ["console"] = [0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555,
            0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff],
    };

    public static TheoryData<ThemeName, ColourDepth> Themes
    {
        get
        {
            var all = new TheoryData<ThemeName, ColourDepth>();
            foreach (var name in new[]
            {
                ThemeName.Dark, ThemeName.Light, ThemeName.HighContrast, ThemeName.ColourBlind
            })
                foreach (var depth in new[]
                {
                    ColourDepth.Full, ColourDepth.Palette, ColourDepth.Sixteen, ColourDepth.Eight
                }) all.Add(name, depth);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void All_text_has_the_contrast_to_be_read(ThemeName name, ColourDepth depth)
    {
        foreach (var (text, back, what) in Pairs(Theme.Of(name, depth)))
            foreach (var (terminal, look) in LooksOf(depth))
                foreach (var (eye, matrix) in depth >= ColourDepth.Palette ? eyes : eyes.Where(e => e.Key == "usual"))
                {
                    var contrast = Contrast(See(look(text), matrix), See(look(back), matrix));
                    Assert.True(contrast >= Readable, $"{what} has {contrast:0.00}:1 ({terminal}, {eye})");
                }
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void The_tones_look_different_from_each_other(ThemeName name, ColourDepth depth)
    {
        var theme = Theme.Of(name, depth);
        Tone[] told = [Tone.Plain, Tone.Changed, Tone.Bad, Tone.Key];
        Assert.Equal(told.Length, told.Select(t => theme.Of(t)).Distinct().Count());
        Assert.NotEqual(theme.Of(Tone.Plain).Background, theme.Of(Tone.Plain, isMarked: true).Background);
    }

    [Fact]
    public void Without_colours_tones_are_told_by_their_style() =>
        Assert.All(Enum.GetValues<Tone>(), tone => Assert.Equal((Color.None, Color.None),
            (Theme.Of(ThemeName.Dark, ColourDepth.None).Of(tone).Foreground,
                Theme.Of(ThemeName.Plain).Of(tone).Background)));

    [Theory]
    [InlineData("truecolor", "xterm-256color", ColourDepth.Full)]
    [InlineData("24bit", "screen", ColourDepth.Full)]
    [InlineData(null, "xterm-direct", ColourDepth.Full)]
    [InlineData(null, "screen-256color", ColourDepth.Palette)]
    [InlineData("", "xterm-kitty", ColourDepth.Palette)]
    [InlineData(null, "xterm", ColourDepth.Sixteen)]
    [InlineData(null, "linux", ColourDepth.Eight)]
    [InlineData(null, "screen.xterm", ColourDepth.Eight)]
    [InlineData(null, "vt220", ColourDepth.None)]
    public void The_depth_is_what_the_terminal_says_of_itself(string? colorTerm, string term, ColourDepth depth) =>
        Assert.Equal(depth, ColourDepths.Of(colorTerm, term));

    [Theory]
    [InlineData(ColourDepth.Full, "\e[0;1;38;2;255;0;0;48;2;0;0;95m")]
    [InlineData(ColourDepth.Palette, "\e[0;1;38;5;196;48;5;17m")]
    [InlineData(ColourDepth.Sixteen, "\e[0;1;91;44m")]
    [InlineData(ColourDepth.None, "\e[0;1m")]
    public void An_attribute_is_written_in_the_colours_that_the_terminal_has(ColourDepth depth, string written)
    {
        var (text, back) =
            depth is ColourDepth.Sixteen ? (new Color(ColorName16.BrightRed), new Color(ColorName16.Blue))
                : (new Color(255, 0, 0), new Color(0, 0, 95));
        Assert.Equal(written, Sgr.Of(new Attribute(text, back, TextStyle.Bold), depth));
    }

    [Fact]
    public void Every_colour_of_the_palette_is_its_own_nearest() =>
        Assert.All(Enumerable.Range(16, 240), index => Assert.Equal(ColourDepths.OfPalette(index),
            ColourDepths.OfPalette(ColourDepths.InPalette(ColourDepths.OfPalette(index)))));

    private static IEnumerable<(Color Text, Color Back, string What)> Pairs(Theme theme)
    {
        foreach (var tone in Enum.GetValues<Tone>())
            foreach (var (isMarked, isRaised) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                var attribute = theme.Of(tone, isMarked, isRaised);
                yield return (attribute.Foreground, attribute.Background,
                    $"{tone}{(isMarked ? " on the marked row" : "")}{(isRaised ? " on a dialog" : "")}");
            }
        foreach (var (attribute, what) in new[]
        {
            (theme.Scheme.Editable, "a field"), (theme.Scheme.Focus, "the field that is typed into")
        }) yield return (attribute.Foreground, attribute.Background, what);
    }

    /// <summary>Colours as the eye gets them: the first 16 as terminals show them.</summary>
    private static IEnumerable<(string Terminal, Func<Color, Color> Look)> LooksOf(ColourDepth depth) =>
        depth >= ColourDepth.Palette
            ? [("any", c => c)]
            : sixteen.Select(s => (s.Key, (Func<Color, Color>)(c => Rgb(s.Value[PlaceOf(c)]))));

    /// <summary>Its place among the 16, as SGR counts them.</summary>
    private static int PlaceOf(Color colour) =>
        (int)colour.GetAnsiColorCode() is var code && code >= 90 ? code - 90 + 8 : code - 30;

    private static Color Rgb(int rgb) => new(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);

    private static double[] See(Color colour, double[] matrix)
    {
        double[] linear = [Linear(colour.R), Linear(colour.G), Linear(colour.B)];
        return [.. Enumerable.Range(0, 3).Select(row =>
            Math.Clamp(Enumerable.Range(0, 3).Sum(column => matrix[(3 * row) + column] * linear[column]), 0, 1))];
    }

    private static double Contrast(double[] a, double[] b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(double[] linear) =>
        (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);

    private static double Linear(byte value) =>
        value / 255.0 is <= 0.03928 and var low ? low / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);
}
