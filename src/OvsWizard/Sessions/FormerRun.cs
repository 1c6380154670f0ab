using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Sessions;

/// <summary>An earlier run with the hosts it is about, ready to be gone on with.</summary>
public sealed record FormerRun(RunFolder Folder, IReadOnlyList<Host> Hosts)
{
    /// <summary>
    /// Finds the run's hosts in its inventory, and makes sure that its plan still is the one it began with. Where
    /// another version of the program began it, that version's scripts go on, and only what the inventory says must be
    /// the same.
    /// </summary>
    /// <param name="inventoryPath">Where the hosts stand now; null: where they stood.</param>
    /// <exception cref="Failure">Input: inventory or runbook cannot be read. Refused: the plan is another one, with
    /// what differs.</exception>
    public static FormerRun ToResume(RunRecord record, string? inventoryPath)
    {
        var request = record.Folder.ReadRequest();
        var inventory = ReadInventory(record, request, inventoryPath);
        // A repair is of some of the hosts that were checked; its values come of all of them.
        var plan = request.Repairs is { } repairs
            ? new Subject(TroubleshootingLibrary.Default().Find(request.Runbook),
                Looked(inventoryPath ?? request.Inventory, request), request.ToAnswers()).PlanOfRepair(repairs)
            : PlanBuilder.Build(RunbookLibrary.Default().Find(request.Runbook), inventory.Hosts, inventory.Params,
                request.ToAnswers());
        var differences = record.IsOfThisProgram ? PlanDifferences.Between(record.State.Plan, plan)
            : PlanDifferences.OfValues(record.State.Plan, plan,
                [.. inventory.Params.Keys, .. inventory.Hosts.SelectMany(h => h.Params.Keys)]);
        if (differences.Count > 0)
            throw new Failure(FailureKind.Refused, $"the plan is not the one that run {record.Id} started with",
                differences.Aggregate(Joined),
                $"restore the former values, or roll back the run (ovswizard rollback {record.Id}) and start a new one");
        return new FormerRun(record.Folder, inventory.Hosts);
    }

    /// <summary>Finds the run's hosts in its inventory; to take a run back its own plan is all that counts.</summary>
    /// <param name="hosts">Those to be undone; null: all.</param>
    /// <exception cref="Failure">Input: the inventory cannot be read, or lacks a host. Refused: a later run has changed
    /// the same machines.</exception>
    public static FormerRun ToRollBack(RunRecord record, string? inventoryPath, IReadOnlyList<string>? hosts = null) =>
        Later(record, hosts) is { } later
            ? throw new Failure(FailureKind.Refused, $"a later run has changed the same hosts",
                $"run {later.Id} built on what run {record.Id} did",
                $"roll that one back first: ovswizard rollback {later.Id}")
            : new(record.Folder, ReadInventory(record, record.Folder.ReadRequest(), inventoryPath).Hosts);

    /// <summary>Finds the run's hosts in its inventory, to check whether they still are as its plan says.</summary>
    /// <exception cref="Failure">Input: the inventory cannot be read, or lacks a host. Refused: the stored plan was
    /// changed.</exception>
    public static FormerRun ToVerify(RunRecord record, string? inventoryPath) =>
        new(record.Folder, ReadInventory(record, record.Folder.ReadRequest(), inventoryPath).Hosts);

    /// <summary>
    /// The run's hosts as its inventory has them now; none where that is not at hand, for all that is done without
    /// reaching them.
    /// </summary>
    /// <param name="inventoryPath">Where the inventory stands now; null: where it stood.</param>
    /// <exception cref="Failure">Input: the inventory cannot be read.</exception>
    public static IReadOnlyList<Host> HostsAtHand(RunRecord record, string? inventoryPath)
    {
        var path = inventoryPath ?? record.Folder.ReadRequest().Inventory;
        if (inventoryPath is null && !InventorySources.AreThere(path)) return [];
        var inventory = Inventory.Load(path);
        string[] there = [.. record.State.Plan.Hosts.Select(h => h.Host).Intersect(inventory.Names)];
        return there.Length > 0 ? inventory.Limit(there).Hosts : [];
    }

    /// <summary>
    /// A run begun after this one whose changes to the same machines are still there. One that cannot be read keeps
    /// nobody from anything, nor does what a rollback of it has tried and could not undo, or left as the operator said.
    /// </summary>
    private static RunRecord? Later(RunRecord record, IReadOnlyList<string>? hosts)
    {
        var addresses = record.Changes.Where(c => hosts?.Contains(c.Host.Name) != false)
            .Select(c => AddressOf(record, c.Host.Name)).ToHashSet();
        return RunFolder.All().TakeWhile(f => f.Id != record.Id).Select(PastRun.Read).Select(r => r.Record)
            .OfType<RunRecord>()
            .FirstOrDefault(r =>
                r.Changes.Any(c => c.Step.AwaitsRollback && addresses.Contains(AddressOf(r, c.Host.Name))));
    }

    private static FormattableString Joined(FormattableString one, FormattableString next) => $"{one}; {next}";

    private static Inventory Looked(string path, RunRequest request) =>
        request.Limit is { } limit ? Inventory.Load(path).Limit([.. limit]) : Inventory.Load(path);

    private static string AddressOf(RunRecord record, string host) =>
        record.State.Plan.Hosts.First(h => h.Host == host).Address;

    private static Inventory ReadInventory(RunRecord record, RunRequest request, string? path)
    {
        // Whoever changed the stored plan meant well, or not; it is no longer what the operator agreed to.
        if (record.State.Started is { } started && record.Folder.HashOfPlan() != started.PlanHash)
            throw new Failure(FailureKind.Refused, $"the stored plan of run {record.Id} was changed after it began",
                $"its SHA-256 is not the one in the journal", $"start a new run");
        var from = path ?? request.Inventory;
        if (InventorySources.Split(from).FirstOrDefault(s => !InventorySources.IsThere(s)) is { } missing)
            throw new Failure(FailureKind.Input, $"inventory '{missing}' not found",
                $"run {record.Id} was started with it", $"give its new place: -i FILE");
        return Inventory.Load(from).Limit([.. record.State.Plan.Hosts.Select(h => h.Host)]);
    }
}
