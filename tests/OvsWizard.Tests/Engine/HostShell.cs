using System.Diagnostics;

namespace OvsWizard.Tests.Engine;

/// <summary>Feeds a text to a real shell, as a host would get it, and gives back all that it prints.</summary>
internal static class HostShell
{
    public static string Run(string script, string shell = "sh")
    {
        using var process = Process.Start(new ProcessStartInfo(shell)
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}
