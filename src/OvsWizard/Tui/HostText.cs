using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Ssh;
using OvsWizard.Texts;

namespace OvsWizard.Tui;

/// <summary>What is known of a host, in words.</summary>
internal sealed class HostText(Language language)
{
    /// <summary>One mark of the board.</summary>
    public static Line Mark(HostRow row, CheckStage stage) => row.Status.MarkOf(stage) switch
    {
        CheckMark.Good => new Line("✔", Tone.Good),
        CheckMark.Wrong => new Line("✘", Tone.Bad),
        CheckMark.Underway => new Line("·", Tone.Key),
        _ => Line.Empty,
    };

    /// <summary>How many hosts are how.</summary>
    public Line Summary(IReadOnlyList<HostRow> rows)
    {
        var chosen = rows.Where(r => r.Choice.IsChosen).ToList();
        var line = new Line(Say($"{chosen.Count} hosts: "), Tone.Dim);
        Count(chosen.Count(r => r.Status.IsFit), Say($"ready"), Tone.Good);
        Count(chosen.Count(r => r.Status.Failure is not null), Say($"need you"), Tone.Bad);
        Count(chosen.Count(r => !r.Status.IsOver), Say($"checking"), Tone.Key);
        Count(rows.Count - chosen.Count, Say($"left out"), Tone.Dim);
        return line;

        void Count(int hosts, string how, Tone tone)
        {
            if (hosts > 0) line.Add($"{hosts} {how}  ", tone);
        }
    }

    /// <summary>The state in a word or two, at most 8 columns.</summary>
    public Line State(HostRow row)
    {
        if (!row.Choice.IsChosen) return new Line(Say($"left out"), Tone.Dim);
        var status = row.Status;
        if (status.IsFit) return new Line(Say($"ready"), Tone.Good);
        if (status.Failure is null)
            return new Line(status.Stage is CheckStage.Waiting ? "" : Say($"checking"), Tone.Dim);
        if (status.KeyToAccept is not null) return new Line(Say($"new key"), Tone.Changed);
        return new Line(status.Stage switch
        {
            CheckStage.Reach => Say($"offline"),
            CheckStage.Trust => Say($"bad key"),
            CheckStage.Login => Say($"no login"),
            CheckStage.Become => Say($"not root"),
            _ => Say($"silent"),
        }, Tone.Bad);
    }

    /// <summary>Of a version, what matters: 20.10.24+dfsg1 is 20.10.24.</summary>
    public static Line Version(DaemonState state, string version) => state switch
    {
        DaemonState.Missing => Line.Empty,
        DaemonState.Running => HostFactsText.Version(version),
        _ => new Line($"{HostFactsText.Version(version)}!", Tone.Changed),
    };

    /// <summary>All that is known of the selected host, what is wrong first.</summary>
    public IEnumerable<Line> Details(HostRow row)
    {
        var (host, facts, failure) = (row.Host, row.Status.Facts, row.Status.Failure);
        yield return new Line
        {
            { host.Name, Tone.Strong }, $"  {host.User}@{host.Address}:{host.Port}",
            { host.Way.Count > 0 ? $"  {Say($"through {string.Join(", ", host.Way)}")}" : "", Tone.Dim },
            { $"  {Source(row)}", Tone.Dim },
        };
        if (failure is not null)
        {
            var told = failure.In(language);
            yield return new Line(told.What, Tone.Bad);
            if (told.Why is { } why) yield return new Line { { Say($"why: "), Tone.Dim }, why };
            if (row.Status.KeyToAccept is not null) yield return new Line { { Say($"fix: "), Tone.Dim },
                Say($"press k, compare the fingerprint and accept it") };
            else if (told.Now is { } now) yield return new Line { { Say($"fix: "), Tone.Dim }, now };
        }
        if (!facts.IsComplete) yield break;
        yield return new Line { facts.Os,
            { $"  {Say($"kernel {facts.Kernel}, {facts.Init}, firewall {facts.Firewall}, SELinux {(facts.SeLinux.Length > 0 ? facts.SeLinux : Say($"none"))}")}",
                Tone.Dim } };
        yield return Daemon("Docker", facts.DockerVersion, facts.Docker, Say($"containers: {Names(facts.Containers)}"));
        yield return Daemon("Open vSwitch", facts.OvsVersion,
            facts.Ovs, Say($"bridges: {Names(facts.OvsBridges)}; datapaths: {string.Join(", ", facts.Datapaths)}"));
        var line = new Line { { Say($"interfaces: "), Tone.Dim } };
        foreach (var link in facts.Interfaces.Where(i => i.Addresses.Count > 0))
            line.Add($"{link.Name} {string.Join(' ', link.Addresses)} MTU {link.Mtu}")
                .Add(link.Name == facts.SessionInterface ? $" ({Say($"this session")})" : "", Tone.Dim).Add("  ");
        yield return line;
    }

    private Line Daemon(string name, string version, DaemonState state, string more) => state switch
    {
        DaemonState.Missing => new Line { { $"{name}: ", Tone.Dim }, { Say($"not installed"), Tone.Changed } },
        DaemonState.Running => new Line { { $"{name}: ", Tone.Dim }, $"{version}  ", { more, Tone.Dim } },
        DaemonState.Denied => new Line
        {
            { $"{name}: ", Tone.Dim }, $"{version}  ", { Say($"the user has no permission"), Tone.Changed }
        },
        _ => new Line { { $"{name}: ", Tone.Dim }, $"{version}  ", { Say($"not running"), Tone.Changed } },
    };

    private string Source(HostRow row) => row.Choice.Source switch
    {
        HostSource.Inventory => Say($"from the inventory"),
        HostSource.SshConfig => Say($"from ~/.ssh/config"),
        _ => Say($"entered"),
    };

    private string Names(IReadOnlyList<string> names) => names.Count > 0 ? string.Join(", ", names) : Say($"none");

    private string Say(FormattableString text) => language.Say(text);
}
