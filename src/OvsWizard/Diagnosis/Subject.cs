using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Diagnosis;

/// <summary>What is checked: what a runbook has set up, or should have, on which hosts and with which values.</summary>
public sealed record Subject(Troubleshooting Troubleshooting, Inventory Inventory, Answers Answers)
{
    /// <param name="runbook">Null: that of the newest run on these hosts; where there was none, the first whose
    /// parameters the inventory gives.</param>
    /// <param name="given">Values said now; they win over those the newest run was given.</param>
    /// <exception cref="Failure">Input: there is no troubleshooting for it, or its parameters are not
    /// given.</exception>
    public static Subject Of(string? runbook, Inventory inventory, Answers given)
    {
        var library = TroubleshootingLibrary.Default();
        if (NewestRun(runbook is null ? library.Ids : [runbook], inventory) is { } former)
        {
            var answers = former.ToAnswers();
            foreach (var (host, name, value) in given.InOrder) answers.Add(host, name, value);
            return new Subject(library.Find(former.Runbook), inventory, answers);
        }
        if (runbook is not null) return new Subject(library.Find(runbook), inventory, given);
        var subjects = library.Ids.Select(id => new Subject(library.Find(id), inventory, given)).ToList();
        return subjects.FirstOrDefault(s => s.Fits)
            ?? throw new Failure(FailureKind.Input, $"it is unknown what to expect on these hosts",
                $"no run was made on them from here, and the inventory gives the parameters of none of: {string.Join(", ", library.Ids)}",
                $"name one: --runbook {library.Ids[0]}");
    }

    private readonly Lazy<Dictionary<string, Text>> titles = new(() =>
        PlanBuilder.Build(Troubleshooting.ProbeRunbook(null), Inventory.Hosts, Inventory.Params, Answers).Hosts
            .SelectMany(h => h.Steps).DistinctBy(s => s.Id).ToDictionary(s => s.Id, s => s.Title));

    /// <summary>
    /// The probes that there is something to check for, each with its title as these hosts' values make it.
    /// </summary>
    public IReadOnlyList<(Probe Probe, Text Title)> ProbesFor(Symptom? symptom) =>
        [.. Troubleshooting.ProbesOf(symptom).Where(p => titles.Value.ContainsKey(p.Step.Id))
            .Select(p => (p, titles.Value[p.Step.Id]))];

    /// <summary>What the hosts should be: the plan of the runbook that set them up.</summary>
    /// <exception cref="Failure">Input: the runbook cannot be read, or its parameters are not given.</exception>
    public Plan PlanOfNetwork() =>
        PlanBuilder.Build(RunbookLibrary.Default().Find(Troubleshooting.Runbook.Id), Inventory.Hosts,
            Inventory.Params, Answers);

    /// <summary>A plan that only looks.</summary>
    public Plan PlanOfProbes(Symptom? symptom) => Build(Troubleshooting.ProbeRunbook(symptom));

    /// <summary>
    /// A plan that mends what can be mended, each finding on its host; null where there is nothing of that kind.
    /// </summary>
    public Plan? PlanOfRepair(IEnumerable<Finding> findings)
    {
        var steps = RepairsOf(findings);
        return steps.Count == 0 ? null : PlanOfRepair(steps);
    }

    /// <param name="steps">HOST:STEP.</param>
    public Plan PlanOfRepair(IReadOnlyList<string> steps) => Build(Troubleshooting.RepairRunbook).Only(steps);

    /// <summary>HOST:STEP, sorted.</summary>
    public static IReadOnlyList<string> RepairsOf(IEnumerable<Finding> findings) =>
        [.. findings.Where(f => f.Reading.Repair is not null).Select(f => $"{f.Host}:{f.Reading.Repair}").Distinct()
            .Order(StringComparer.Ordinal)];

    private bool Fits
    {
        get
        {
            try
            {
                PlanBuilder.Check(Troubleshooting.Runbook, Inventory.Hosts, Inventory.Params, Answers);
                return true;
            }
            catch (Failure)
            {
                return false;
            }
        }
    }

    private Plan Build(Runbook runbook) => PlanBuilder.Build(runbook, Inventory.Hosts, Inventory.Params, Answers);

    /// <summary>
    /// What the hosts are now the newest run tells that was done or has changed something; where there is none, what
    /// was last wanted.
    /// </summary>
    private static RunRequest? NewestRun(IReadOnlyList<string> runbooks, Inventory inventory)
    {
        var names = inventory.Hosts.Select(h => h.Name).ToHashSet();
        RunRequest? wanted = null;
        foreach (var (request, isWhatIs) in RunFolder.All().Select(RequestOf).OfType<(RunRequest, bool)>())
        {
            if (isWhatIs) return request;
            wanted ??= request;
        }
        return wanted;

        (RunRequest, bool)? RequestOf(RunFolder folder)
        {
            try
            {
                var request = folder.ReadRequest();
                if (request.Repairs is not null || !runbooks.Contains(request.Runbook)) return null;
                var record = RunRecord.Read(folder);
                return record.Status is not RunStatus.RolledBack
                    && record.State.Plan.Hosts.All(h => names.Contains(h.Host))
                    ? (request, record.Status is RunStatus.Done || record.Changes.Any()) : null;
            }
            catch (Failure)
            {
                // A run that cannot be read says nothing of what should be.
                return null;
            }
        }
    }
}
