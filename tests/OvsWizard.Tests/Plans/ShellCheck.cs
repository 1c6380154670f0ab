using System.Diagnostics;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

/// <summary>Shell scripts given to a program that reads and does not run them.</summary>
internal static class ShellCheck
{
    public static IEnumerable<string> ScriptsOf(Plan plan) => plan.Hosts
        .SelectMany(h => h.Steps).SelectMany(s => new[] { s.Check, s.Keep, s.Do, s.Verify, s.Undo, s.File?.Apply })
        .OfType<string>().Append(plan.Functions).Distinct();

    /// <summary>What the program says about the script on its standard input; empty where it is content.</summary>
    public static string Complaints(string script, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program,
            arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{output.Result}{errors.Result}\nin:\n{script}";
    }
}
