namespace OvsWizard.Runbooks;

/// <summary>
/// The keys a runbook may have, by the thing that has them; the schema beside the runbooks lists the same.
/// </summary>
internal static class RunbookKeys
{
    public static readonly string[] Runbook = ["runbook", "version", "order", "title", "summary", "background",
        "interrupts", "hosts", "parameters", "derive", "topology", "constraints", "functions", "parts", "steps"];
    public static readonly string[] Parts = ["parameters", "steps"];
    public static readonly string[] Hosts = ["min"];
    public static readonly string[] Text = ["en", "zh"];
    public static readonly string[] Parameter =
    [
        "type", "scope", "default", "optional", "list", "choices", "found", "min", "max", "pattern", "example", "help"
    ];
    public static readonly string[] Topology =
    [
        "tunnels", "hub", "guard", "bridge", "attached", "label", "endpoint", "subnet", "block"
    ];
    public static readonly string[] Constraint =
    [
        "unique", "disjoint", "within", "outside", "assert", "advise", "of", "message", "when"
    ];
    public static readonly string[] Step =
    [
        "id", "kind", "title", "why", "where", "on", "after", "preflight", "independent", "when", "check", "keep",
        "do", "verify", "undo", "irreversible",
        "touches", "risk", "timeout", "publishes", "explain", "file", "send", "fetch", "prompt",
    ];
    public static readonly string[] Risk = ["level", "what"];
    public static readonly string[] Explanation = ["why", "now"];
    public static readonly string[] Transfer = ["files", "to"];
    public static readonly string[] File =
    [
        "path", "template", "content", "functions", "merge", "mode", "owner", "apply"
    ];
}
