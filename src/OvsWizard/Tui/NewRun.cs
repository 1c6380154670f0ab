using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;

namespace OvsWizard.Tui;

/// <summary>What a plan is made for.</summary>
public enum Purpose
{
    /// <summary>To be done on the hosts.</summary>
    CarryOut,

    /// <summary>The hosts are checked, whether they are as it says; nothing is changed.</summary>
    Verify,

    /// <summary>To be taken along as scripts or a document; no host need be there.</summary>
    Export,
}

/// <summary>
/// A new run as it comes together, screen by screen: runbook, hosts, values, plan. The last screen hands it to
/// <see cref="Start"/>.
/// </summary>
public sealed class NewRun
{
    private IReadOnlyList<string> batched = [];

    public required Runbook Runbook { get; init; }

    /// <summary>The hosts to choose from, and those that are chosen.</summary>
    public required HostSelection Selection { get; init; }

    /// <summary>Where the inventory is, or will be written; absolute.</summary>
    public required string InventoryPath { get; set; }

    /// <summary>Values for the whole site, from the inventory.</summary>
    public IReadOnlyDictionary<string, ParameterValue> SiteParams { get; init; } =
        new Dictionary<string, ParameterValue>();

    /// <summary>What --answers and -p say.</summary>
    public Answers Given { get; init; } = new();

    /// <summary>Checks the hosts.</summary>
    public required IHostCheck Check { get; init; }

    /// <summary>Looks what of the plan holds on the hosts already.</summary>
    public required IPlanPreview Previewer { get; init; }

    /// <summary>Whose known_hosts and ~/.ssh an accepted key and a typed host are about.</summary>
    public LocalUser User { get; init; } = LocalUser.Current;

    /// <summary>Shows the run and begins it; null where this version cannot.</summary>
    public Action<Wizard, NewRun>? Start { get; init; }

    public Purpose Purpose { get; init; }

    /// <summary>Where it ends: a plan that is only taken away is not carried out.</summary>
    public Stage LastStage => LastStageOf(Purpose);

    public static Stage LastStageOf(Purpose purpose) => purpose is Purpose.Export ? Stage.Plan : Stage.Result;

    /// <summary>What was found out about the hosts, by name.</summary>
    public Dictionary<string, HostStatus> Found { get; } = [];

    /// <summary>The parameters; made when the hosts are settled.</summary>
    public ParameterForm? Form { get; set; }

    /// <summary>
    /// What the hosts, as they were when the plan was shown, would have changed; null: that is not known.
    /// </summary>
    public PlanRefresh? Preview { get; set; }

    /// <summary>The plan; made when the parameters are settled.</summary>
    public Plan? Plan { get; set; }

    /// <summary>
    /// The sizes of the batches that the hosts come in, as given; null: all at once, or after the canary.
    /// </summary>
    public string? Serial { get; private set; }

    /// <summary>The host that comes first, and alone where the runbook lets it; null: none.</summary>
    public string? Canary { get; private set; }

    /// <summary>The batches; null: all hosts at once.</summary>
    public BatchesLeft? InBatches { get; private set; }

    /// <summary>The hosts of the run, in the order of the plan.</summary>
    public IReadOnlyList<Host> Hosts => Selection.Chosen;

    /// <summary>
    /// What the run was asked for: with it, and the inventory, the plan can be made again when the run is resumed.
    /// </summary>
    public RunRequest Request => new(
        InventoryPath, Runbook.Id,
        Selection.Choices.All(c => c.IsChosen || c.Source is not HostSource.Inventory) ? null
            : [.. Hosts.Select(h => h.Name)],
        [.. Form!.Answers().InOrder.Select(a => new RequestedValue(a.Host, a.Name, a.Value.Text))]);

    /// <summary>Has the hosts come in batches, each a run of its own that is proved before the next.</summary>
    /// <exception cref="Failure">Input: a size is none.</exception>
    public void SetBatches(string? serial, string? canary)
    {
        var batches = Batches.Of(Runbook, [.. Hosts.Select(h => h.Name)], serial, canary);
        (Serial, Canary, InBatches) = (serial, canary, batches.Total > 1 ? batches : null);
        batched = [.. Hosts.Select(h => h.Name)];
    }

    /// <summary>
    /// The form for the hosts as they are chosen now, all at once; what was typed before stays where the host is still
    /// there.
    /// </summary>
    public ParameterForm Fill()
    {
        if (!Hosts.Select(h => h.Name).SequenceEqual(batched)) (Serial, Canary, InBatches) = (null, null, null);
        var typed = Form?.Fields.Where(f => f.Origin is FieldOrigin.Typed).ToList() ?? [];
        Form = new ParameterForm(Runbook, Hosts, SiteParams, Given, Found.ToDictionary(f => f.Key, f => f.Value.Facts));
        foreach (var field in typed.Where(t => Form.Fields.Any(f => f.Key == t.Key)))
            Form.Set(field.Parameter.Name, field.Host, field.Text);
        return Form;
    }
}
