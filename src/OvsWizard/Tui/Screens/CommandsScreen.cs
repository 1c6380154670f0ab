using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Tui.Screens;

/// <summary>The commands sent to a host in this run, in their order.</summary>
public sealed class CommandsScreen : Screen
{
    private readonly RunView view;
    private readonly string host;
    private readonly Page page = new() { X = 1, Indent = 4 };
    private int shown = -1;

    public CommandsScreen(Wizard wizard, RunView view, string host) : base(wizard)
    {
        (this.view, this.host) = (view, host);
        Add(page);
        page.SetFocus();
    }

    public override string Heading => Say($"Commands sent to {host}");

    public override IReadOnlyList<(string What, string Text)> Copies => view.SentTo(host) is { Count: > 0 } sent
        ? [(Say($"commands"), string.Join("\n", sent.Select(c => c.Script)))] : [];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The scripts of the plan as they were sent, with every value filled in and quoted. A step is checked first; where it already holds, nothing more is sent for it. Secrets are shown as the name of the variable that carries them."),
    ];

    /// <summary>A phase of a step, as a word.</summary>
    public static string NameOf(string phase, Language language) => phase switch
    {
        "check" => language.Say($"check"),
        "do" => language.Say($"change"),
        "undo" => language.Say($"undo"),
        _ => language.Say($"verify"),
    };

    public override void Refresh()
    {
        var sent = view.SentTo(host);
        shown = sent.Count;
        page.Lines = sent.Count == 0 ? [new Line(Say($"Nothing has been sent to {host} yet."), Tone.Dim)]
            : [.. sent.SelectMany(Tell)];
    }

    public override void Tick()
    {
        if (shown != view.SentTo(host).Count) Refresh();
    }

    private IEnumerable<Line> Tell(SentCommand command)
    {
        yield return new Line { { $"{command.At:HH:mm:ss}  ", Tone.Dim }, { command.Step.Key, Tone.Strong }, "  ",
            { NameOf(command.Phase, Wizard.Language), Tone.Key } };
        foreach (var line in command.Script.Split('\n')) yield return new Line($"  {line}");
    }
}
