using OvsWizard.Texts;

namespace OvsWizard;

/// <summary>
/// What went wrong, as scripts see it: the value is the process's exit code (the table in the README).
/// </summary>
public enum FailureKind
{
    /// <summary>A step failed on a host, or something unforeseen did.</summary>
    Step = 1,

    /// <summary>Wrong usage or input: option, runbook, inventory, parameter, template.</summary>
    Input = 2,

    /// <summary>The operator said no.</summary>
    Declined = 3,

    /// <summary>A host cannot be reached, trusted (host key) or entered (login, sudo).</summary>
    Host = 4,

    /// <summary>verify found drift; diagnose found a fault.</summary>
    Drift = 5,

    /// <summary>Another run holds the hosts, or the plan is not the one the run began with.</summary>
    Refused = 6,

    /// <summary>Interrupted by a signal; the run can be resumed.</summary>
    Interrupted = 130,
}

/// <summary>A place in a file that a person wrote. Line and column count from 1; 0 means unknown.</summary>
public readonly record struct SourceLocation(string File, int Line = 0, int Column = 0)
{
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}

/// <summary>
/// The one error of the product that a person is meant to read: what happened, on which host, why as far as known,
/// and what to do now. Everything else that is thrown is a defect.
/// The texts are <see cref="FormattableString"/> so that a catalogue can translate their formats.
/// </summary>
public sealed class Failure(
    FailureKind kind,
    FormattableString what,
    FormattableString? why = null,
    FormattableString? now = null,
    string? host = null,
    SourceLocation? at = null,
    Exception? cause = null) : Exception(what.ToString(), cause)
{
    private FailureText? english;

    public FailureKind Kind { get; } = kind;
    public string What => English.What;
    public string? Why => English.Why;
    public string? Now => English.Now;
    public string? Host { get; } = host;
    public SourceLocation? At { get; } = at;

    /// <summary>What, why and what now, in the language.</summary>
    public FailureText In(Language language) =>
        new(language.Say(what), why is null ? null : language.Say(why), now is null ? null : language.Say(now));

    /// <summary>The same failure, told of another place of the same thing.</summary>
    public Failure With(SourceLocation? at, Exception cause) => new(Kind, what, why, now, Host, at, cause);

    public override string ToString() => ToString(Language.English);

    /// <summary>The failure as it is printed: one sentence a line, the place or host first.</summary>
    public string ToString(Language language)
    {
        var told = In(language);
        var place = (At, Host) switch
        {
            ({ } at, _) => $"{at}: ",
            (null, { } host) => $"{host}: ",
            _ => "",
        };
        var text = $"{place}{told.What}";
        if (told.Why is not null) text += $"\n  {language.Say($"why: ")}{told.Why}";
        if (told.Now is not null) text += $"\n  {language.Say($"fix: ")}{told.Now}";
        return text;
    }

    private FailureText English => english ??= In(Language.English);
}

/// <summary>A failure in one language: what happened, why as far as known, and what to do now.</summary>
public sealed record FailureText(string What, string? Why, string? Now);
