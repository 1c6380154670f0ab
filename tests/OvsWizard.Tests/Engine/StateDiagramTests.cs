using OvsWizard.Engine;

namespace OvsWizard.Tests.Engine;

/// <summary>The diagrams in src/README.md are those of the machines that run.</summary>
public sealed class StateDiagramTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(PublishedBinary.Root, "src", "README.md"));

    [Fact]
    public void The_page_shows_the_states_of_a_step() => Shows(new StepMachine().ToMermaid());

    [Fact]
    public void The_page_shows_the_states_of_a_run() => Shows(new RunMachine().ToMermaid());

    private static void Shows(string diagram)
    {
        var lines = diagram.ReplaceLineEndings("\n").Trim();
        Assert.True(Page.Contains(lines, StringComparison.Ordinal), $"put this into src/README.md:\n{lines}");
    }
}
