namespace OvsWizard.Lab;

/// <summary>What a practice host is: a release of Debian, set up as a site would.</summary>
public sealed record HostKind(string Release, string Flavour)
{
    public override string ToString() => $"{Release}/{Flavour}";

    /// <summary>RELEASE/FLAVOUR as <see cref="ToString"/> writes it.</summary>
    public static HostKind Parse(string text) =>
        text.Split('/') is [var release, var flavour] ? new(release, flavour) : throw new FormatException(text);
}
