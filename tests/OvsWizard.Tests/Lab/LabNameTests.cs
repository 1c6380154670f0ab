using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

public sealed class LabNameTests
{
    [Theory]
    [InlineData("ovsw-a-fabric", "fabric")]
    [InlineData("ovsw-a-docker01", "docker01")]
    [InlineData("ovsw-a-b-docker01", null)]
    [InlineData("ovsw-b-op", null)]
    [InlineData("ovsw-a-else", null)]
    public void A_namespace_belongs_to_the_lab_of_exactly_that_name(string space, string? part) =>
        Assert.Equal(part, new LabName("a").PartOf(space));

    [Theory]
    [InlineData("")]
    [InlineData("Lab")]
    [InlineData("1a")]
    [InlineData("a/b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaa")]
    public void A_name_that_could_not_be_part_of_others_is_refused(string name) =>
        Assert.Equal(FailureKind.Input, Assert.Throws<Failure>(() => new LabName(name)).Kind);
}
