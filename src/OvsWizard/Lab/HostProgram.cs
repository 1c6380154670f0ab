using System.Diagnostics;

namespace OvsWizard.Lab;

/// <summary>What a program said, and how it ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>
/// Runs programs of this machine. Arguments are always a list: no shell ever reads an interpolated value.
/// </summary>
public static class HostProgram
{
    /// <summary>Runs it to its end and returns what it said, whatever its exit code.</summary>
    public static async Task<ProgramResult> TryAsync(string program, IEnumerable<string> arguments,
        string? input = null)
    {
        using var process = Start(program, arguments, captured: true);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code says why.
        }
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Runs it and returns its standard output.</summary>
    /// <exception cref="Failure">Step: it ended with another code than 0; the reason is the end of its standard
    /// error.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? input = null)
    {
        var result = await TryAsync(program, arguments, input);
        if (result.ExitCode == 0) return result.Output;
        var said = (result.Error.Trim().Length > 0 ? result.Error : result.Output).Trim();
        throw new Failure(FailureKind.Step,
            $"{program} {string.Join(' ', arguments)}: exit {result.ExitCode}", $"{said}");
    }

    /// <summary>Runs it to its end with everything it says appended to <paramref name="log"/>.</summary>
    public static async Task<int> LogAsync(StreamWriter log, string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments, captured: true);
        process.StandardInput.Close();
        var gate = new object();
        void Append(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (gate) log.WriteLine(line.Data);
        }
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Runs it on this terminal and returns its exit code. Ctrl-C is its business, not ours.</summary>
    public static async Task<int> InteractiveAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments, captured: false);
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(string program, IEnumerable<string> arguments, bool captured)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = captured,
            RedirectStandardOutput = captured,
            RedirectStandardError = captured,
        };
        if (captured) start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new Failure(FailureKind.Step, $"cannot start '{program}'", $"{e.Message}", cause: e);
        }
    }
}
