using System.Text.Json.Serialization;
using OvsWizard.Texts;

namespace OvsWizard.Plans;

/// <summary>Batches that are left to do, and how those before went. Pure.</summary>
/// <param name="Left">The hosts of each run to come.</param>
/// <param name="Number">The first of them, counted from 1 over all.</param>
/// <param name="MaxFail">How many hosts may fail before no further batch is begun.</param>
/// <param name="Joins">A batch is all hosts so far and some more, else the new ones alone.</param>
/// <param name="Begun">Hosts of the batches before.</param>
/// <param name="Failed">Those of them that failed: they are left out from then on.</param>
public sealed record BatchesLeft(
    IReadOnlyList<IReadOnlyList<string>> Left, int Number, int MaxFail, bool Joins, IReadOnlyList<string> Begun,
    IReadOnlyList<string> Failed)
{
    [JsonIgnore] public int Total => Number - 1 + Left.Count;

    /// <summary>How many hosts each of the batches touches that none before it did.</summary>
    [JsonIgnore]
    public IEnumerable<int> Sizes
    {
        get
        {
            var touched = Begun.ToHashSet();
            return [.. Left.Select(batch => batch.Count(touched.Add))];
        }
    }

    /// <summary>Hosts that the first of the batches touches and none did before.</summary>
    [JsonIgnore] public IReadOnlyList<string> New => [.. Left[0].Except(Begun)];

    /// <summary>Hosts that no batch has touched, once the first of these is done.</summary>
    [JsonIgnore] public IReadOnlyList<string> Untouched =>
        [.. Left.Skip(1).SelectMany(b => b).Distinct().Except(Left[0]).Except(Begun)];

    /// <summary>What comes next, and how much is not touched yet.</summary>
    public string Told(Language language)
    {
        const int named = 4;
        var names = string.Join(", ", New.Take(named)) + (New.Count > named ? ", …" : "");
        return language.Say($"batch {Number} of {Total} is next: {names}; hosts not touched yet: {Sizes.Sum()}");
    }

    /// <summary>
    /// What is left when the first of the batches is done. Hosts that others' failure held up come with the next batch,
    /// or with one more.
    /// </summary>
    /// <param name="failed">Its hosts that failed.</param>
    /// <param name="heldUp">Its hosts that neither failed nor came to their end.</param>
    public BatchesLeft After(IReadOnlyCollection<string> failed, IReadOnlyCollection<string> heldUp)
    {
        string[] all = [.. Failed, .. failed];
        string[] again = [.. Joins && heldUp.Count > 0 ? Left[0].Except(all) : heldUp];
        var left = Left.Skip(1).Select(batch => batch.Except(all).ToList()).ToList();
        if (again.Length > 0)
        {
            if (left.Count > 0) left[0] = [.. left[0].Union(again)];
            else left.Add([.. again]);
        }
        return this with { Left = [.. left.Where(batch => batch.Count > 0)], Number = Number + 1,
            Begun = [.. Begun.Union(Left[0])], Failed = all };
    }

    [JsonIgnore] public bool TooManyFailed => Failed.Count > MaxFail;
}
