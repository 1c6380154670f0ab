namespace OvsWizard.Images;

/// <summary>Something that others have changed since a step left it.</summary>
/// <param name="What">Which thing, and what is different about it.</param>
/// <param name="Clash">The step has changed the same: what is to become of it is asked. Null: it stays, and the step's
/// own is put back beside it.</param>
public sealed record HandMade(Text What, Clash? Clash = null);

/// <summary>The three states of what both have changed, to be shown.</summary>
public sealed record Clash(string Before, string After, string Now);

/// <summary>What a host is to be put back to.</summary>
/// <param name="Ours">The image in which the step's before wins where both have changed the same.</param>
/// <param name="Theirs">The image in which what is there now wins there.</param>
/// <param name="Changes">What others have changed; none where the host is as the step left it.</param>
public sealed record MergedImage(string Ours, string Theirs, IReadOnlyList<HandMade> Changes)
{
    public bool Clashes => Changes.Any(c => c.Clash is not null);
}
