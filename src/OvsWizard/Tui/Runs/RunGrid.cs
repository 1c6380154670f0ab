using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// Steps by hosts: a row a step as the runbook declares it, a column a host. A step for each peer is one cell.
/// </summary>
public sealed class RunGrid
{
    private readonly RunView view;

    internal RunGrid(RunView view)
    {
        this.view = view;
        Hosts = view.State.Hosts;
        Rows = [.. Hosts.SelectMany((host, column) => host.Steps.Select(step => (column, step)))
            .GroupBy(s => s.step.Planned.Order).OrderBy(g => g.Key)
            .Select(g => RowOf(g.First().step.Planned, g.ToLookup(s => s.column, s => s.step)))];
    }

    public IReadOnlyList<HostState> Hosts { get; }
    public IReadOnlyList<RunRow> Rows { get; }

    private RunRow RowOf(PlannedStep step, ILookup<int, StepState> columns) =>
        new(step, [.. Enumerable.Range(0, Hosts.Count).Select(c => new Cell([.. columns[c]]))]);

    /// <summary>
    /// Hosts that want to be checked, the worst first: with a failure, lost, or over the expected time; and why.
    /// </summary>
    public IEnumerable<(int Column, Cell? Cell, Trouble Why)> Attention(DateTimeOffset now)
    {
        var overdue = new List<(int, Cell?, Trouble)>();
        for (var column = 0; column < Hosts.Count; column++)
        {
            var cells = Rows.Select(r => r.Cells[column]).ToList();
            if (cells.Find(c => c.Status.NeedsAttention()) is { } bad) yield return (column, bad, Trouble.Failed);
            else if (Hosts[column].Lost is not null) yield return (column, null, Trouble.Lost);
            else if (cells.Find(c => c.Status.IsRunning() && IsOverdue(column, c, now)) is { } slow)
                overdue.Add((column, slow, Trouble.Overdue));
        }
        foreach (var slow in overdue) yield return slow;
    }

    /// <summary>How long a cell's steps took together; null where none has begun.</summary>
    public TimeSpan? ElapsedOf(int column, Cell cell, DateTimeOffset now)
    {
        TimeSpan? sum = null;
        foreach (var step in cell.Steps)
            if (view.ElapsedOf(Hosts[column].Name, step, now) is { } elapsed)
                sum = (sum ?? TimeSpan.Zero) + elapsed;
        return sum;
    }

    /// <summary>Where a step stands in the grid.</summary>
    public (int Row, int Column)? Find(string host, string step)
    {
        for (var column = 0; column < Hosts.Count; column++)
            if (Hosts[column].Name == host)
                for (var row = 0; row < Rows.Count; row++)
                    if (Rows[row].Cells[column].Steps.Any(s => s.Planned.Key == step))
                        return (row, column);
        return null;
    }

    /// <summary>Three times as long as it took before, and more than a few seconds.</summary>
    private bool IsOverdue(int column, Cell cell, DateTimeOffset now) =>
        cell.Steps is [var step, ..] && view.Expected[step.Planned.Id] is { } expected
            && ElapsedOf(column, cell, now) is { } elapsed
        && elapsed > TimeSpan.FromSeconds(5) && elapsed > 3 * expected;
}

/// <summary>Why a host wants to be checked.</summary>
public enum Trouble { Failed, Lost, Overdue }

/// <summary>A step on all hosts.</summary>
public sealed record RunRow(PlannedStep Step, IReadOnlyList<Cell> Cells)
{
    /// <summary>How many hosts are in each status, what needs attention first.</summary>
    public IEnumerable<(StepStatus Status, int Count)> Counts => Cells.Where(c => c.Steps.Count > 0)
        .GroupBy(c => c.Status).OrderByDescending(g => Cell.Weight(g.Key)).Select(g => (g.Key, g.Count()));
}

/// <summary>A step on a host, or the same step towards each of its peers.</summary>
public sealed record Cell(IReadOnlyList<StepState> Steps)
{
    /// <summary>
    /// The status that matters most among its steps; one that has begun with some of them is under way.
    /// </summary>
    public StepStatus Status
    {
        get
        {
            if (Steps.Count == 0) return StepStatus.Skipped;
            var worst = Steps.MaxBy(s => Weight(s.Status))!.Status;
            return worst is StepStatus.Done or StepStatus.Satisfied && Steps.Any(s => s.Status is StepStatus.Pending)
                ? StepStatus.Doing : worst;
        }
    }

    /// <summary>
    /// The step that the operator checks: the worst, else the one under way, else the last that has begun.
    /// </summary>
    public StepState? Shown => Steps.LastOrDefault(s => s.Status == Status)
        ?? Steps.LastOrDefault(s => s.Status is not StepStatus.Pending) ?? (Steps.Count > 0 ? Steps[0] : null);

    internal static int Weight(StepStatus status) => status switch
    {
        StepStatus.UndoFailed => 12,
        StepStatus.Failed => 11,
        StepStatus.Interrupted => 10,
        StepStatus.Drifted => 9,
        StepStatus.Undoing => 8,
        StepStatus.Doing => 7,
        StepStatus.Verifying => 6,
        StepStatus.Checking => 5,
        StepStatus.Skipped => 4,
        StepStatus.Done => 3,
        StepStatus.Undone => 2,
        StepStatus.Satisfied => 1,
        _ => 0,
    };
}
