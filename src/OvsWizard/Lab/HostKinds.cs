namespace OvsWizard.Lab;

/// <summary>Which kind of hosts was asked for: of all, and of some by their name.</summary>
public sealed record HostKinds(string? Release, string? Flavour, IReadOnlyDictionary<string, HostKind> Hosts)
{
    public static HostKinds Any { get; } = new(null, null, new Dictionary<string, HostKind>());

    /// <summary>The kind of a host that is made now; where nothing was asked for, plain of this release.</summary>
    public HostKind For(LabHost host) => Hosts.GetValueOrDefault(host.Name)
        ?? new(Release ?? Image.DebianRelease.OfMachine(), Flavour ?? Image.Flavour.Plain);

    /// <summary>Whether a host that is there already is what was asked for.</summary>
    public bool Allows(LabHost host, HostKind kind) =>
        Hosts.TryGetValue(host.Name, out var asked)
            ? asked == kind
            : (Release ?? kind.Release) == kind.Release && (Flavour ?? kind.Flavour) == kind.Flavour;

    /// <param name="hosts">NAME=RELEASE/FLAVOUR each.</param>
    /// <exception cref="Failure">Input: a release, a flavour or a host that there is not.</exception>
    public static HostKinds Read(int count, string? release, string? flavour, IEnumerable<string> hosts)
    {
        if (release is not null) KnownRelease(release);
        if (flavour is not null) KnownFlavour(flavour);
        var all = LabHost.First(count).Select(host => host.Name).ToList();
        var kinds = new Dictionary<string, HostKind>();
        foreach (var text in hosts)
        {
            if (text.Split('=', '/') is not [var name, var itsRelease, var itsFlavour])
                throw Wrong($"--host takes NAME=RELEASE/FLAVOUR, not '{text}'", $"write --host docker01=sid/ubuntu");
            if (!all.Contains(name))
                throw Wrong($"the lab has no host '{name}'", $"take one of: {string.Join(", ", all)}");
            KnownRelease(itsRelease);
            KnownFlavour(itsFlavour);
            kinds[name] = new(itsRelease, itsFlavour);
        }
        return new(release, flavour, kinds);
    }

    private static void KnownRelease(string name)
    {
        if (Image.DebianRelease.Names.Contains(name)) return;
        throw Wrong($"unknown release '{name}'", $"take one of: {string.Join(", ", Image.DebianRelease.Names)}");
    }

    private static void KnownFlavour(string name)
    {
        if (Image.Flavour.Names.Contains(name)) return;
        throw Wrong($"unknown flavour '{name}'", $"take one of: {string.Join(", ", Image.Flavour.Names)}");
    }

    private static Failure Wrong(FormattableString what, FormattableString now) =>
        new(FailureKind.Input, what, now: now);
}
