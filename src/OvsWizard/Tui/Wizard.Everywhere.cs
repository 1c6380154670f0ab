using OvsWizard.Inventories;
using OvsWizard.Texts;
using OvsWizard.Tui.Screens;
using OvsWizard.Tui.Terminals;
using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>The keys that work on every screen, and what the terminal is asked for besides showing it.</summary>
public sealed partial class Wizard
{
    private bool hasTitle;

    /// <summary>Sends the terminal a sequence; null where there is none.</summary>
    public Action<string>? ToTerminal { get; set; }

    /// <summary>Tells somebody who may be looking elsewhere: the bell, the title, a notice on the desktop.</summary>
    public void Call(string text)
    {
        SetTitle(text);
        if (Settings.Bell) ToTerminal?.Invoke(Sequences.Bell + Sequences.Notice($"OvsWizard: {text}"));
    }

    /// <summary>What is under way, in the title of the window; empty: the title as it was before.</summary>
    public void SetTitle(string text)
    {
        if (text.Length == 0)
        {
            if (hasTitle) ToTerminal?.Invoke(Sequences.TitleBack);
            hasTitle = false;
            return;
        }
        ToTerminal?.Invoke((hasTitle ? "" : Sequences.TitleKept) + Sequences.Title($"OvsWizard: {text}"));
        hasTitle = true;
    }

    private IEnumerable<ScreenKey> Everywhere(Screen screen)
    {
        if (screen.Searched is { } searched)
            yield return new ScreenKey(new Key('/'), Language.Say($"search"), () => OpenSearch(searched));
        if (screen.Kept.Any()) yield return new ScreenKey(Key.Esc, Language.Say($"end the search"), EndSearches);
        else if (screens.Count > 1) yield return new ScreenKey(Key.Esc, Language.Say($"back"), () => Do(LeaveAsync));
        if (screen.HostHere is { } host)
            yield return new ScreenKey(new Key('!'), Language.Say($"shell"), () => OpenShell(host));
        if (screen.Copies.Count > 0)
            yield return new ScreenKey(Key.Y, Language.Say($"copy"), () => Do(() => CopyAsync(screen.Copies)));
        if (screen is not (HelpScreen or PaletteScreen)) yield return new ScreenKey(new Key(':'),
            Language.Say($"commands"), () => Show(new PaletteScreen(this, [.. Commands(screen)])));
        if (screen is not HelpScreen)
        {
            yield return new ScreenKey(Key.F1, Language.Say($"help"), () => Show(new HelpScreen(this, screen)));
            yield return new ScreenKey(new Key('?'), Language.Say($"help"),
                () => Show(new HelpScreen(this, screen))) { IsShownElsewhere = true };
        }
        yield return new ScreenKey(Key.F2, Language is Language.Chinese ? "English" : "中文", () =>
            Prefer(Settings with { Language = Language is Language.Chinese ? Language.English : Language.Chinese }));
        yield return new ScreenKey(Key.F3, Language.Say($"theme"), () => Prefer(Settings with { Theme = Theme.Next }));
    }

    /// <summary>
    /// What the palette offers: the keys of the screen, then the places of the first one, then what holds everywhere.
    /// </summary>
    private IEnumerable<PaletteEntry> Commands(Screen screen)
    {
        foreach (var key in screen.Keys.Where(k => !k.IsMove))
            yield return new PaletteEntry(key.Label, key.Name, screen.Heading, key.Act, key.WhyNot);
        if (screens[0] is HomeScreen home && !ReferenceEquals(home, screen))
            foreach (var place in home.Places()) yield return place;
        if (screens.Count > 1) yield return new PaletteEntry(Language.Say($"first screen"),
            "", Language.Say($"everywhere"), () => Do(LeaveAllAsync));
        foreach (var key
            in Everywhere(screen).Where(k => !k.IsShownElsewhere && k.Key != new Key(':') && k.Key != Key.Esc))
            yield return new PaletteEntry(key.Label, key.Name, Language.Say($"everywhere"), key.Act, key.WhyNot);
        yield return new PaletteEntry(Language.Say($"quit"), "Ctrl-C", Language.Say($"everywhere"), Quit);
    }

    private async Task LeaveAllAsync()
    {
        while (screens.Count > 1 && Top is { } screen)
        {
            await LeaveAsync();
            if (ReferenceEquals(Top, screen)) return;
        }
    }

    private void OpenShell(Host host) => StepAside(() => HostShell.Open(host, Language));

    private async Task CopyAsync(IReadOnlyList<(string What, string Text)> copies)
    {
        var chosen = 0;
        if (copies.Count > 1)
            chosen = await AskAsync(new Question(Language.Say($"Copy"), [.. copies.Select((c, i) =>
                new Line { { $"{i + 1}  ", Tone.Key }, $"{c.What}  ", { c.Text.Split('\n')[0], Tone.Dim } })],
                [.. copies.Select((c, i) => new Answer(new Key((char)('1' + i)), c.What))], Enter: 0));
        if (chosen < 0) return;
        var (what, text) = copies[chosen];
        if (text.Length > Sequences.MostCopied)
        {
            Tell(new Line(Language.Say($"too long to copy: {text.Length} characters"), Tone.Changed));
            return;
        }
        ToTerminal?.Invoke(Sequences.Copy(text));
        Tell(new Line(Language.Say($"copied, where the terminal allows it: {what}"), Tone.Good));
    }
}
