using OvsWizard.Templates;

namespace OvsWizard.Runbooks;

/// <summary>A procedure as its YAML file in <c>runbooks/</c> declares it; nothing in it is rendered yet.</summary>
/// <param name="Id">File name without its ending; what the command line calls it.</param>
/// <param name="MinHosts">The least number of hosts it makes sense for.</param>
/// <param name="Interrupts">What stops working, and for how long, while it runs.</param>
/// <param name="Modules">The shell functions that its scripts call: the modules in templates/functions/ that it names,
/// and what these require.</param>
/// <param name="TemplateFolder">Where its file steps find their templates.</param>
public sealed record Runbook(
    string Id,
    int Version,
    Text Title,
    Text Summary,
    Text Interrupts,
    int MinHosts,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<Derivation> Derivations,
    TopologyTemplate? Topology,
    IReadOnlyList<Constraint> Constraints,
    IReadOnlyList<Step> Steps,
    ShellModules Modules,
    string TemplateFolder,
    SourceLocation At)
{
    /// <summary>
    /// How it works and what can go wrong, in paragraphs, for whoever reads it before the first run. Null: the steps
    /// say it all.
    /// </summary>
    public Text? Background { get; init; }

    /// <summary>Its place where runbooks are listed, from 1; those without one come last.</summary>
    public long Order { get; init; } = long.MaxValue;

    public Parameter? FindParameter(string name) => Parameters.FirstOrDefault(p => p.Name == name);
}

/// <summary>A text for people with <c>{{ … }}</c> in it, in both languages.</summary>
public sealed record BilingualTemplate(TemplateText En, TemplateText Zh)
{
    public TemplateText In(Language language) => language is Language.Chinese ? Zh : En;
}

/// <summary>
/// A value worked out from the parameters, for each host, in the order written: <c>name: "{{ expression }}"</c>.
/// </summary>
public sealed record Derivation(string Name, TemplateText Expression);

/// <summary>
/// Which hosts are tied to which, and by what names: enough to draw the network and to refuse one that cannot work.
/// The templates render per host; <paramref name="Endpoint"/>, <paramref name="Subnet"/> and <paramref name="Block"/>
/// name parameters.
/// </summary>
/// <param name="Tunnels">Renders to mesh, hub or none.</param>
/// <param name="Hub">Renders to the name of the hub host (hub only).</param>
/// <param name="Guard">Renders to what breaks a loop: protected, rstp or none.</param>
public sealed record TopologyTemplate(
    TemplateText Tunnels,
    TemplateText? Hub,
    TemplateText? Guard,
    TemplateText Bridge,
    TemplateText? Attached,
    TemplateText? Label,
    string Endpoint,
    string? Subnet,
    string? Block,
    SourceLocation At);
