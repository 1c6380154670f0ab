using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>A file that a host has for the operator.</summary>
/// <param name="Sum">SHA-256, as the host has it.</param>
/// <param name="Length">In bytes.</param>
internal sealed record OfferedFile(string Path, string Sum, long Length);

/// <summary>Carries the files of a send or fetch step, within the step's time limit.</summary>
internal static class StepTransfer
{
    /// <exception cref="Failure">Step: a file could not be carried. Host: the connection was lost.</exception>
    public static async Task RunAsync(PlannedStep step, IReadOnlyList<OfferedFile> offers, FileTransfer transfer,
        LocalFiles files, CancellationToken stop)
    {
        var (names, to) = step.Transfer!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(step.TimeoutSeconds));
        try
        {
            if (step.Kind is StepKind.Send)
                foreach (var path in names)
                    await transfer.SendAsync(path, $"{to}/.{Path.GetFileName(path)}.ovswizard", limit.Token);
            else if (offers.Count == 0 || offers.Any(o => o.Sum == "-"))
                throw new Failure(FailureKind.Step,
                    $"{offers.FirstOrDefault(o => o.Sum == "-")?.Path ?? "the host names no file to fetch"}");
            else
                foreach (var offer
                    in offers.Where(o => files.SumOf(Path.Combine(to, Path.GetFileName(o.Path))) != o.Sum))
                    await transfer.FetchAsync(offer.Path, offer.Sum, offer.Length, to, files, limit.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new Failure(FailureKind.Step, $"the files did not arrive within {step.TimeoutSeconds} s",
                now: $"check the link to the host, then: ovswizard resume", cause: e);
        }
    }
}
