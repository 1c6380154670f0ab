using OvsWizard.Engine;

namespace OvsWizard.Tests.Engine;

/// <summary>The diagrams in the README are those of the machines that run.</summary>
public sealed class ReadmeDiagramTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(PublishedBinary.Root, "README.md"));

    [Fact]
    public void The_README_shows_the_states_of_a_step() => Shows(new StepMachine().ToMermaid());

    [Fact]
    public void The_README_shows_the_states_of_a_run() => Shows(new RunMachine().ToMermaid());

    private static void Shows(string diagram)
    {
        var lines = diagram.ReplaceLineEndings("\n").Trim();
        Assert.True(Readme.Contains(lines, StringComparison.Ordinal), $"put this into the README:\n{lines}");
    }
}
