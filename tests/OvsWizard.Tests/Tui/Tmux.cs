using System.Diagnostics;

namespace OvsWizard.Tests.Tui;

/// <summary>A terminal of its own, by tmux: the program runs in it as at a person's.</summary>
internal sealed class Tmux : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(120);
    private readonly string socket = $"ovsw-{Guid.NewGuid():N}"[..16];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ovsw-tmux-");

    /// <summary>A shell in a terminal of 80 x 24.</summary>
    public Tmux() =>
        Run("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-e", $"OVSWIZARD_HOME={folder.FullName}",
            "-e", $"XDG_CONFIG_HOME={folder.FullName}", "-e", "LC_ALL=C.UTF-8", "bash --norc");

    public static bool IsThere { get; } = File.Exists("/usr/bin/tmux");

    public string Folder => folder.FullName;

    public string Screen => Run("capture-pane", "-p");

    /// <summary>What is on the pane beside the text: alternate screen, mouse, cursor.</summary>
    public string Modes => Run("display-message", "-p", "#{alternate_on} #{mouse_any_flag} #{cursor_flag}").Trim();

    public void Keys(params string[] keys) => Run(["send-keys", .. keys]);

    /// <summary>Writes all that the program on the pane writes to a file, too.</summary>
    public void WriteTo(string file)
    {
        File.WriteAllText(file, "");
        Run("pipe-pane", $"cat >> {file}");
    }

    public void Resize(int columns, int rows) => Run("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    /// <summary>A line for the shell.</summary>
    public void Line(string command)
    {
        Run("send-keys", "-l", command);
        Keys("Enter");
    }

    /// <summary>The screen, as soon as this stands on it so many times.</summary>
    public string WaitFor(string text, int times = 1)
    {
        var end = DateTime.UtcNow + patience;
        while (true)
        {
            var screen = Screen;
            if (screen.Split(text).Length > times) return screen;
            Assert.True(DateTime.UtcNow < end, $"'{text}' does not come to the screen:\n{screen}");
            Thread.Sleep(50);
        }
    }

    /// <summary>The terminal is closed, as by its window.</summary>
    public void Close() => Run("kill-server");

    public void Dispose()
    {
        Run("kill-server");
        // A program that has lost its terminal may still be writing what it leaves.
        for (var tries = 0; ; tries++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (tries < 50)
            {
                Thread.Sleep(100);
            }
        }
    }

    private string Run(params string[] words)
    {
        var start = new ProcessStartInfo("tmux",
            ["-L", socket, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What keeps the headless tests off the terminal would keep the program off its own.
        start.Environment.Remove(Headless.WithoutTerminalVariable);
        using var tmux = Process.Start(start)!;
        var error = tmux.StandardError.ReadToEndAsync();
        var output = tmux.StandardOutput.ReadToEnd();
        tmux.WaitForExit();
        _ = error.Result;
        return output;
    }
}
