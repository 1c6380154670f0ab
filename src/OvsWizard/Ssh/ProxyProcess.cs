using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace OvsWizard.Ssh;

/// <summary>
/// The command of a ProxyCommand, run by the user's shell as ssh does it; its standard streams are the connection. It
/// has no terminal: what it would ask there it cannot, and nothing of it shows on the wizard's screen.
/// </summary>
internal sealed class ProxyProcess : IDisposable
{
    /// <summary>More of its complaints is kept in no message.</summary>
    private const int MostSaid = 4096;

    private readonly Process process;
    private readonly StringBuilder said = new();

    private ProxyProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.BeginErrorReadLine();
    }

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>Its status where it has ended; null: it runs.</summary>
    public int? Status => process.HasExited ? process.ExitCode : null;

    /// <summary>What it complained of last.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString().Trim().ReplaceLineEndings("; ");
        }
    }

    public static ProxyProcess Start(string command)
    {
        var shell = Environment.GetEnvironmentVariable("SHELL") is { Length: > 0 } own && File.Exists(own) ? own
            : "/bin/sh";
        string[] words = ["setsid", shell, "-c", $"exec {command}"];
        try
        {
            return new ProxyProcess(Process.Start(StartInfo(words))!);
        }
        catch (Win32Exception)
        {
            // A machine without setsid(1).
            return new ProxyProcess(Process.Start(StartInfo(words[1..]))!);
        }
    }

    /// <summary>Waits a moment for the end of a command whose connection has ended: then its status says why.</summary>
    public void Settle(TimeSpan limit) => process.WaitForExit(limit);

    public void Dispose()
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string[] words) => new(words[0], words[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private void Hear(string? line)
    {
        lock (said)
            if (line is not null && said.Length < MostSaid) said.AppendLine(line);
    }
}
