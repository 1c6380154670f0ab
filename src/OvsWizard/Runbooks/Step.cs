using OvsWizard.Templates;

namespace OvsWizard.Runbooks;

/// <summary>What a step is made of.</summary>
public enum StepKind
{
    /// <summary>Shell commands. Without <c>do</c> it only asserts: a check before, or a proof after.</summary>
    Command,

    /// <summary>A file that is to have a certain content, owner and mode.</summary>
    File,

    /// <summary>Something outside the hosts that the operator does and confirms.</summary>
    Confirm,

    /// <summary>Files of the operator's machine that are to be on the host.</summary>
    Send,

    /// <summary>Files of the host that are to be on the operator's machine.</summary>
    Fetch,

    /// <summary>The host is rebooted; the step ends when it is back and <c>verify</c> holds.</summary>
    Reboot,
}

/// <summary>Where a step runs.</summary>
public enum StepPlace
{
    /// <summary>Once on every host.</summary>
    EveryHost,

    /// <summary>On one host alone: the one <c>on</c> names.</summary>
    OneHost,

    /// <summary>On every host, once for each peer it has a tunnel to.</summary>
    EachPeer,
}

/// <summary>What a step puts at stake, from nothing to the operator's own way in.</summary>
public enum RiskLevel
{
    /// <summary>Nothing running notices.</summary>
    None,

    /// <summary>Something changes that running containers do not notice.</summary>
    Low,

    /// <summary>Containers, or their traffic, stop for a while.</summary>
    Interrupts,

    /// <summary>The host may become unreachable.</summary>
    Lockout,
}

/// <summary>How much a step risks, and what exactly it interrupts.</summary>
public sealed record Risk(RiskLevel Level, Text Interrupts);

/// <summary>
/// One step as declared: do, check, verify and undo stand together, so none can be forgotten.
/// Scripts are POSIX sh; exit status 0 of <paramref name="Check"/> means "already as it should be".
/// </summary>
/// <param name="AfterPeers">Waits until every other host has finished all earlier steps.</param>
/// <param name="IsPreflight">Read-only, and run on all hosts before any host is changed.</param>
/// <param name="IsIndependent">Its check and its before-image depend on no change of the steps right before it, back to
/// the last that is not independent: they are taken together with theirs.</param>
/// <param name="When">An expression; the step is left out where it is false.</param>
/// <param name="Check">Is it done already? Read-only. Null on a step that only asserts.</param>
/// <param name="Keep">Prints the before-image: sh commands that put back what <paramref name="Do"/> is about to change.
/// Run on the host before it.</param>
/// <param name="Do">The change.</param>
/// <param name="Verify">Did it work? Null: the check, again.</param>
/// <param name="Undo">Run after the before-image was put back; what the image alone cannot undo.</param>
/// <param name="Irreversible">Why nothing can take the change back; then there is neither <paramref name="Keep"/> nor
/// <paramref name="Undo"/>.</param>
/// <param name="Touches">Renders to the interfaces it reconfigures, separated by spaces; "default" stands for the
/// default route.</param>
/// <param name="Transfer">What travels, of a send or fetch step.</param>
/// <param name="Publishes">Names of values the step hands to the later steps of all hosts.</param>
/// <param name="Explain">What a failure of the step's scripts means: by its name (<c>fail NAME</c>), or by an exit
/// status between 10 and 99.</param>
public sealed record Step(
    string Id,
    StepKind Kind,
    Text Title,
    Text Why,
    StepPlace Place,
    TemplateText? On,
    bool AfterPeers,
    bool IsPreflight,
    bool IsIndependent,
    TemplateText? When,
    TemplateText? Check,
    TemplateText? Keep,
    TemplateText? Do,
    TemplateText? Verify,
    TemplateText? Undo,
    Text? Irreversible,
    TemplateText? Touches,
    Risk Risk,
    TimeSpan Timeout,
    FileTemplate? File,
    BilingualTemplate? Prompt,
    TransferTemplate? Transfer,
    IReadOnlyList<string> Publishes,
    IReadOnlyDictionary<string, Explanation> Explain,
    SourceLocation At)
{
    /// <summary>Changes nothing anywhere: a check before or a proof after.</summary>
    public bool OnlyAsserts => Kind is StepKind.Command && Do is null;
}

/// <summary>Why a script has failed, and what the operator does now.</summary>
public sealed record Explanation(Text Why, Text Now);

/// <summary>Files that travel.</summary>
/// <param name="Files">send: renders to paths on the operator's machine, a line each. fetch: sh that prints paths on
/// the host, a line each.</param>
/// <param name="To">Renders to the folder that they are to be in, on the other side; absolute.</param>
public sealed record TransferTemplate(TemplateText Files, TemplateText To);

/// <summary>How a file comes to have its content.</summary>
public enum FileMerge
{
    /// <summary>The content is the whole file.</summary>
    Whole,

    /// <summary>
    /// The content is a JSON object whose keys are set in the file's object; everything else in the file stays as it
    /// is, byte for byte.
    /// </summary>
    Json,
}

/// <summary>A file step's file.</summary>
/// <param name="Content">Given in place, read from <c>templates/</c>, or modules of functions; its name decides how
/// values are escaped.</param>
/// <param name="Mode">Octal; null keeps an existing file's mode (0644 for a new one).</param>
/// <param name="Owner">user:group; null keeps an existing file's owner (root:root for a new one).</param>
/// <param name="Apply">Run after the file has changed; where it fails, the file is put back and it runs once
/// more.</param>
public sealed record FileTemplate(
    TemplateText Path,
    TemplateText Content,
    FileMerge Merge,
    string? Mode,
    string? Owner,
    TemplateText? Apply,
    SourceLocation At)
{
    /// <summary>
    /// Content from <c>templates/</c> is escaped by the template's name, content given in place by the file's own.
    /// </summary>
    public Escape Escape =>
        Merge is FileMerge.Json ? Escape.Json
        : TemplateEngine.EscapeFor(Content.At.File == At.File ? Path.Source : Content.At.File);
}
