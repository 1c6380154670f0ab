using System.Text;

namespace OvsWizard.Tests.Tui;

/// <summary>
/// Screens kept as text, so that a change in how they look is seen in review. <c>OVSWIZARD_GOLDEN=write</c> writes them
/// anew.
/// </summary>
public static class Golden
{
    private static readonly string folder = Path.Combine(PublishedBinary.Root, "tests", "OvsWizard.Tests",
        "Tui", "golden");

    /// <summary>The sizes and languages that every screen is looked at in.</summary>
    public static TheoryData<int, int, Language> Everywhere { get; } = new()
    {
        { 60, 16, Language.English },
        { 60, 16, Language.Chinese },
        { 80, 24, Language.English },
        { 80, 24, Language.Chinese },
        { 120, 36, Language.English },
        { 120, 36, Language.Chinese },
        { 160, 48, Language.English },
        { 160, 48, Language.Chinese },
    };

    /// <summary>
    /// Where a test waits for what a narrow screen scrolls away: it is made narrow after that.
    /// </summary>
    public const int WideColumns = 160, WideRows = 48;

    /// <summary>The screen is as the golden file NAME.80x24.en.txt has it, and nothing on it is cut.</summary>
    /// <param name="mayCut">For a screen that shows something of any length, such as a host's output.</param>
    public static void Check(Headless wizard, string name, bool mayCut = false)
    {
        var screen = wizard.Screen;
        // Below 80 columns there is not room for everything.
        if (!mayCut && wizard.ColumnCount >= 80)
            Assert.False(screen.Contains('…', StringComparison.Ordinal), $"something is cut:\n{screen}");
        var language = wizard.Wizard.Language is Language.Chinese ? "zh" : "en";
        var path = Path.Combine(folder, $"{name}.{wizard.ColumnCount}x{wizard.RowCount}.{language}.txt");
        if (Environment.GetEnvironmentVariable("OVSWIZARD_GOLDEN") == "write")
        {
            File.WriteAllText(path, screen);
            return;
        }
        Assert.True(File.Exists(path), $"there is no golden file {path}; the screen is\n{screen}");
        var golden = File.ReadAllText(path);
        Assert.True(golden == screen,
            $"{Path.GetFileName(path)} is not what the screen shows:\n{Difference(golden, screen)}");
    }

    private static string Difference(string golden, string screen)
    {
        var (before, after) = (golden.Split('\n'), screen.Split('\n'));
        var difference = new StringBuilder();
        for (var row = 0; row < Math.Max(before.Length, after.Length); row++)
        {
            var (was, now) = (row < before.Length ? before[row] : "", row < after.Length ? after[row] : "");
            if (was == now) difference.Append("  ").Append(now).Append('\n');
            else difference.Append("- ").Append(was).Append("\n+ ").Append(now).Append('\n');
        }
        return difference.ToString();
    }
}
