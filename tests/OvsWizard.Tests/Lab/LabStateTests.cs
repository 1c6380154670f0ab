using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

public sealed class LabStateTests
{
    [Theory]
    [InlineData(LabScene.Overlay, LabMake.Containers)]
    [InlineData(LabScene.Uplink, LabMake.Machines)]
    public void What_was_asked_for_is_read_as_it_was_written(LabScene scene, LabMake make)
    {
        var state = new LabState(3, scene, make, "/image");

        Assert.Equal(state, LabState.Parse(state.Text()));
    }

    [Fact]
    public void A_lab_of_an_earlier_version_is_made_of_containers() =>
        Assert.Equal(new LabState(2, LabScene.Overlay, LabMake.Containers, "/image"), LabState.Parse("""{"hosts":2,"scene":"overlay","image":"/image"}"""));
}
