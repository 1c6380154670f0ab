using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The program while it runs: what it says can be waited for, and it can be ended as a crash, a kill or a signal ends
/// it.
/// </summary>
internal sealed class StartedProgram : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    private readonly Process process;
    private readonly string said;
    private readonly StringBuilder output = new();
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly Task reading;
    private readonly Task<string> error;

    /// <param name="input">What is typed.</param>
    public StartedProgram(ProcessStartInfo start, string input = "")
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        said = string.Join(' ', start.ArgumentList);
        process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        reading = ReadAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Waits for a line of <c>--json</c>; false where the program ends without having said it.</summary>
    public async Task<bool> SaysAsync(Func<JsonNode, bool> what)
    {
        await foreach (var line in lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
            if (line.StartsWith('{') && what(JsonNode.Parse(line)!)) return true;
        return false;
    }

    /// <summary>A step comes to its change on a host.</summary>
    public Task<bool> DoesAsync(string step, string host) =>
        SaysAsync(e => ((string?)e["event"], (string?)e["phase"], (string?)e["step"], (string?)e["host"])
            == ("step-phase", "do", step, host));

    // signal(7), on x86-64 and arm64.
    public const int HangUp = 1, Interrupt = 2, Terminate = 15, Continue = 18, Stop = 19;

    /// <summary>kill(2).</summary>
    public void Signal(int number) => _ = kill(process.Id, number);

    public void Kill() => process.Kill();

    /// <summary>
    /// From now on the write that would make a file longer than this ends the program within it, without a word of its
    /// own: SIGXFSZ, setrlimit(2).
    /// </summary>
    public void DieWhenAFileExceeds(long bytes)
    {
        var none = new ResourceLimit(0, 0);
        _ = prlimit(process.Id, CoreSize, in none, 0);
        var limit = new ResourceLimit((ulong)bytes, (ulong)bytes);
        _ = prlimit(process.Id, FileSize, in limit, 0);
    }

    /// <summary>Waits for its end; a program that does not come to one fails the test.</summary>
    /// <param name="within">How long it may take; null: a few minutes.</param>
    public async Task<ProgramResult> EndAsync(TimeSpan? within = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(within ?? Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await reading;
            Assert.Fail($"{said} did not end:\n{output}{await error}");
        }
        await reading;
        return new(process.ExitCode, output.ToString(), await error);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Append(line).Append('\n');
            lines.Writer.TryWrite(line);
        }
        lines.Writer.Complete();
    }

    private const int FileSize = 1;
    private const int CoreSize = 4;

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);

    [DllImport("libc")]
    private static extern int prlimit(int pid, int resource, in ResourceLimit limit, nint former);

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);
}
