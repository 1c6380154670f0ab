using System.ComponentModel;
using System.Diagnostics;

namespace OvsWizard.Inventories;

/// <summary>How another program ended, with what it printed.</summary>
/// <param name="Status">Null: it took too long, and was ended with all that it had started.</param>
internal sealed record ProgramEnd(int? Status, string Output, string Error)
{
    /// <summary>The lines it complained with.</summary>
    public IReadOnlyList<string> Complaints =>
        Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last of them; empty where there is none.</summary>
    public string Complaint => Complaints.Count > 0 ? Complaints[^1] : "";
}

/// <summary>Runs another program of this machine to its end, with nothing on its standard input.</summary>
internal static class OtherProgram
{
    /// <param name="environment">Variables that are set for it besides ours.</param>
    /// <returns>Null where there is no such program.</returns>
    public static ProgramEnd? Run(
        string program, IEnumerable<string> arguments, TimeSpan limit,
            IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Start(start);
        if (process is null) return null;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        // What it left running may hold its streams: not waited for longer than the program itself.
        var ended = Task.WaitAll([output, error, process.WaitForExitAsync()], limit);
        if (!ended && !process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            return new ProgramEnd(null, "", "");
        }
        return new ProgramEnd(process.ExitCode, Read(output), Read(error));
    }

    private static string Read(Task<string> text) => text.IsCompletedSuccessfully ? text.Result : "";

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
