namespace OvsWizard.Runbooks;

/// <summary>
/// Collects what is wrong with a runbook: whoever edits one wants all of it, not the first slip over and over.
/// </summary>
internal sealed class Findings
{
    private readonly List<Failure> _all = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Failure> All =>
        [.. _all.OrderBy(f => f.At?.File).ThenBy(f => f.At?.Line).ThenBy(f => f.At?.Column)];

    public void Add(Failure failure) => _all.Add(failure);

    public void AddRange(IEnumerable<Failure> failures) => _all.AddRange(failures);

    /// <summary>
    /// What <paramref name="read"/> gives; where it fails, the failure is kept and <paramref name="otherwise"/> stands
    /// in.
    /// </summary>
    public T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Failure failure)
        {
            Add(failure);
            return otherwise;
        }
    }
}
