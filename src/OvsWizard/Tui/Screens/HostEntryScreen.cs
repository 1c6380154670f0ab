using OvsWizard.Inventories;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>One host, typed in or changed. </summary>
public sealed class HostEntryScreen : Screen
{
    private const int Labels = 14;

    private readonly HostEntry? before;
    private readonly Action<HostEntry> take;

    /// <summary>What the fields are, or why they are refused.</summary>
    private readonly Page text = new() { X = 3, Y = 0, Height = 3, Width = Dim.Fill(2), CanFocus = false };
    private readonly Page labels = new() { X = 3, Y = 4, Width = Labels, Height = 7, CanFocus = false };
    private readonly Field[] fields;
    private readonly string[] values;

    /// <param name="before">The host to change; null: a new one.</param>
    /// <param name="last">Where the flow ends that the host is for.</param>
    /// <param name="take">Takes what was typed; refuses by a <see cref="Failure"/>.</param>
    public HostEntryScreen(Wizard wizard, HostEntry? before, Stage last, Action<HostEntry> take) : base(wizard)
    {
        (this.before, LastStage, this.take) = (before, last, take);
        var entry = before ?? new HostEntry("");
        values = [entry.Name, entry.Address, entry.User, entry.Port, entry.Identity, entry.Jump, entry.Become];
        fields = [.. values.Select((value, row) =>
            new Field { X = 3 + Labels, Y = 4 + row, Width = Dim.Fill(3), Text = value })];
        Add(text, labels);
        foreach (var field in fields)
        {
            field.MoveEnd();
            Add(field);
        }
        StartsAt = fields[0];
    }

    public override string Heading => before is null ? Say($"Add a host") : before.Name;

    public override Stage? Stage => OvsWizard.Tui.Stage.Hosts;

    public override Stage LastStage { get; }

    public override ISearched? Searched => null;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"add it"), Take),
        new(Key.CursorUp, Say($"up"), () => Move(-1)),
        new(Key.CursorDown, Say($"down"), () => Move(1)),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The name is what this program calls the host; in its place hosts can be typed, or pasted, as for ssh: user@host:port, host[01-20], many with blanks between. Address: a DNS name or IP address; empty, the name itself. Identity: a private key file. Through: jump hosts, user@name:port, separated by commas. Root by: sudo, or none where the user is root."),
        Say(
            $"Empty fields come from the inventory's defaults, then from ~/.ssh/config for that name, then from ssh's own defaults. Passwords are never stored: an inventory can name an environment variable that holds one (password_env)."),
    ];

    public override void Refresh()
    {
        text.Lines =
            [new Line(Say($"Empty fields come from the inventory's defaults, then from ~/.ssh/config."), Tone.Dim)];
        labels.Lines = [Say($"name"), Say($"address"), Say($"user"), Say($"port"), Say($"identity"), Say($"through"),
            Say($"root by")];
    }

    public override async Task<bool> MayLeaveAsync() =>
        fields.Select(f => f.Text).SequenceEqual(values)
            || await Wizard.MayLoseAsync(Say($"What was entered here is lost."));

    private void Move(int by) =>
        fields[(Array.FindIndex(fields, f => f.HasFocus) + by + fields.Length) % fields.Length].SetFocus();

    /// <summary>
    /// The host, or, in place of a name, hosts as one would type them for ssh; what the other fields say holds for all
    /// of them.
    /// </summary>
    private IEnumerable<HostEntry> Typed()
    {
        var all = new HostEntry(fields[0].Text.Trim(), fields[1].Text, fields[2].Text, fields[3].Text, fields[4].Text,
            fields[5].Text, fields[6].Text);
        if (before is not null || all.Address.Trim().Length > 0) return [all];
        return TypedHosts.Read(all.Name).Select(host => host with
        {
            User = Or(all.User, host.User),
            Port = Or(all.Port, host.Port),
            Identity = Or(all.Identity, host.Identity),
            Jump = Or(all.Jump, host.Jump),
            Become = all.Become,
        });

        static string Or(string typed, string read) => typed.Trim().Length > 0 ? typed : read;
    }

    private void Take()
    {
        try
        {
            foreach (var entry in Typed()) take(entry);
            Wizard.Back();
        }
        catch (Failure failure)
        {
            var told = failure.In(Wizard.Language);
            text.Lines =
            [
                new Line(told.What, Tone.Bad),
                .. told.Why is { } why ? [new Line { { Say($"why: "), Tone.Dim }, why }] : Array.Empty<Line>(),
                .. told.Now is { } now ? [new Line { { Say($"fix: "), Tone.Dim }, now }] : Array.Empty<Line>(),
            ];
        }
    }
}
