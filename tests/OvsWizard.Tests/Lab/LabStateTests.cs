using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

public sealed class LabStateTests
{
    [Theory]
    [InlineData(LabScene.Overlay, LabMake.Containers)]
    [InlineData(LabScene.Uplink, LabMake.Machines)]
    public void What_was_asked_for_is_read_as_it_was_written(LabScene scene, LabMake make)
    {
        HostDisk[] disks = [new(new("bookworm", "plain"), "/image"), new(new("sid", "rhel"), "/other")];
        var state = new LabState(scene, make, disks);

        var read = LabState.Parse(state.Text(), () => "");

        Assert.Equal(state.Disks, read.Disks);
        Assert.Equal((scene, make), (read.Scene, read.Make));
    }

    [Fact]
    public void A_lab_of_an_earlier_version_is_made_of_containers_of_one_image()
    {
        var read = LabState.Parse("""{"hosts":2,"scene":"overlay","image":"/image"}""", () => "bookworm");

        Assert.Equal(LabMake.Containers, read.Make);
        Assert.Equal(Enumerable.Repeat(new HostDisk(new("bookworm", "plain"), "/image"), 2), read.Disks);
    }
}
