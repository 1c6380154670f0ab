namespace OvsWizard.Inspection;

/// <summary>The newest rounds of watching, and what changed between them. Pure.</summary>
public sealed class NetworkHistory
{
    /// <summary>Rounds that loss is counted over, and changes that are kept.</summary>
    public const int MostRounds = 30, MostChanges = 200;

    private readonly List<NetworkState> rounds = [];
    private readonly List<NetworkChange> changes = [];

    /// <summary>The newest round; null before the first.</summary>
    public NetworkState? Now => rounds.Count > 0 ? rounds[^1] : null;

    /// <summary>Rounds since the beginning.</summary>
    public int Count { get; private set; }

    /// <summary>When the first round was.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>What changed, the newest round first; in a round hosts, then drift, then pairs.</summary>
    public IReadOnlyList<NetworkChange> Changes => changes;

    /// <summary>Takes a round; returns what is otherwise than in the one before.</summary>
    public IReadOnlyList<NetworkChange> Add(NetworkState round)
    {
        List<NetworkChange> found = [.. round.Since(Now)];
        changes.InsertRange(0, found);
        if (changes.Count > MostChanges) changes.RemoveRange(MostChanges, changes.Count - MostChanges);
        rounds.Add(round);
        if (rounds.Count > MostRounds) rounds.RemoveAt(0);
        Since ??= round.At;
        Count++;
        return found;
    }

    /// <summary>
    /// The share of pings between two hosts, either way, that were lost in the rounds kept, from 0 to 1; null where
    /// none was tried.
    /// </summary>
    public double? LossBetween(string a, string b)
    {
        var losses = rounds.SelectMany(r => r.Between(a, b)).Select(p => p.Loss).ToList();
        return losses.Count > 0 ? losses.Average() : null;
    }
}
