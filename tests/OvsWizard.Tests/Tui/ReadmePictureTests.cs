namespace OvsWizard.Tests.Tui;

/// <summary>
/// The picture in the README is a screen of the wizard as it is. <c>OVSWIZARD_GOLDEN=write</c> draws it anew.
/// </summary>
public sealed class ReadmePictureTests
{
    private static readonly string Picture =
        Path.Combine(PublishedBinary.Root, "tests", "golden", "readme", "topology.svg");

    [Fact]
    public void The_picture_shows_the_topology_as_the_wizard_draws_it()
    {
        using var sample = new NewRunSample();
        using var wizard = sample.Ready(80, 24, Language.English).Keys("Enter", "Enter").WaitFor("┌");
        var drawn = ScreenPicture.Of(wizard.Cells);

        if (Environment.GetEnvironmentVariable("OVSWIZARD_GOLDEN") == "write") File.WriteAllText(Picture, drawn);
        Assert.Equal(File.ReadAllText(Picture), drawn);
    }
}
