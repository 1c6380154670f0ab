using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class HostRangeTests
{
    [Theory]
    [InlineData("web", "web")]
    [InlineData("web[1:3]", "web1 web2 web3")]
    [InlineData("web[08:11].example.com", "web08.example.com web09.example.com web10.example.com web11.example.com")]
    [InlineData("db-[a:c]", "db-a db-b db-c")]
    [InlineData("n[0:20:10]", "n0 n10 n20")]
    [InlineData("r[1:2]n[a:b]", "r1na r1nb r2na r2nb")]
    [InlineData("w[7:7]", "w7")]
    public void A_range_stands_for_its_hosts(string pattern, string names) =>
        Assert.Equal(names, string.Join(' ', HostRange.Expand(pattern, default)));

    [Theory]
    [InlineData("web[3:1]", "'[3:1]' is not a valid range")]
    [InlineData("web[1:x]", "'web[1:x]' has no valid range")]
    [InlineData("web[1:3", "'web[1:3' has no valid range")]
    [InlineData("w[1:5:0]", "'[1:5:0]' is not a valid range")]
    [InlineData("w[1:999999999]", "'[1:999999999]' is not a valid range")]
    [InlineData("w[1:100][1:100]", "expands to more than 4096 hosts")]
    public void What_is_no_range_is_refused(string pattern, string what) =>
        Assert.Contains(what, Assert.Throws<Failure>(() => HostRange.Expand(pattern, default)).What,
            StringComparison.Ordinal);
}
