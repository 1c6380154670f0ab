using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Texts;

namespace OvsWizard.Tui;

/// <summary>A host on the board: it stays the same while what is known of it changes.</summary>
public sealed class HostRow(HostChoice choice)
{
    public HostChoice Choice { get; internal set; } = choice;
    public HostStatus Status { get; internal set; } = HostStatus.Before(choice.Host);
    public Host Host => Choice.Host;
}

/// <summary>
/// The hosts to choose from with what is known of each, and whether a run can go on with those chosen.
/// </summary>
public sealed class HostBoard(NewRun run)
{
    private readonly List<HostRow> rows = [];

    public IReadOnlyList<HostRow> Rows
    {
        get
        {
            var choices = run.Selection.Choices;
            for (var i = 0; i < choices.Count; i++)
            {
                if (i == rows.Count) rows.Add(new HostRow(choices[i]));
                else if (!ReferenceEquals(rows[i].Host, choices[i].Host))
                    rows[i].Status = HostStatus.Before(choices[i].Host);
                rows[i].Choice = choices[i];
            }
            return rows;
        }
    }

    /// <summary>Hosts of the run that it cannot go on with.</summary>
    public IEnumerable<HostRow> Unfit => Rows.Where(r => r.Choice.IsChosen && r.Status.Failure is not null);

    /// <summary>Takes in what was found out; of a host that was changed meanwhile it is of no use any more.</summary>
    public void See(HostStatus status)
    {
        if (Rows.FirstOrDefault(r => ReferenceEquals(r.Host, status.Host)) is not { } row) return;
        row.Status = status;
        run.Found[status.Host.Name] = status;
    }

    /// <summary>Hosts of the run that no inventory holds yet as they are here: a run could not be resumed.</summary>
    public bool IsUnwritten => Rows.Any(r => r.Choice is { IsChosen: true, Source: not HostSource.Inventory });

    /// <summary>Why a run cannot go on with the hosts as they are; null where it can.</summary>
    public string? Objection(Language language)
    {
        var chosen = Rows.Where(r => r.Choice.IsChosen).ToList();
        if (chosen.Count < run.Runbook.MinHosts) return language.Say(
            $"{run.Runbook.Id} needs {run.Runbook.MinHosts} hosts, and {chosen.Count} are chosen: a adds one");
        if (run.Purpose is Purpose.Export) return null;
        if (Unfit.FirstOrDefault() is { } unfit)
            return language.Say($"{unfit.Host.Name} is not ready: fix it and press t, or leave it out with d");
        var waiting = chosen.Count(r => !r.Status.IsOver);
        return waiting > 0 ? language.Say($"{waiting} hosts are still being checked") : null;
    }
}
