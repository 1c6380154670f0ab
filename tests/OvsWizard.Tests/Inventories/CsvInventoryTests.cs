using static OvsWizard.Tests.Inventories.Said;

namespace OvsWizard.Tests.Inventories;

public sealed class CsvInventoryTests
{
    [Fact]
    public void Columns_that_are_no_keys_of_a_host_are_parameters() => Assert.Equal(
        ["a root@192.0.2.1:2222 /site/keys/a sudo underlay_ip=172.16.100.10",
            "b me@192.0.2.2:22 underlay_ip=172.16.100.20", "c me@c:22 note=one, \"two\""],
        Lines(
            "Name,IP,port,user,key,become,underlay_ip,note\r\na,192.0.2.1,2222,root,keys/a,sudo,172.16.100.10\r\n\r\n# moved\r\nb, 192.0.2.2 ,,,,,172.16.100.20,\r\nc,,,,,,,\"one, \"\"two\"\"\"\r\n"));

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void Spreadsheets_separate_by_what_they_like(char separator) =>
        Assert.Equal(["a me@192.0.2.1:22 by x,y"],
            Lines($"\uFEFFhost{separator}address{separator}jump\na{separator}192.0.2.1{separator}\"x,y\"\n"));

    [Fact]
    public void Groups_can_be_taken() =>
        Assert.Equal(["a", "c"], Read("host,groups\na,east docker\nb,west\nc,east\n").Limit(["east"]).Names);

    [Theory]
    [InlineData("name,port\na,0\n", "2:3: '0' is not a valid port")]
    [InlineData("name,become\na,su\n", "2:3: 'become' must be sudo or none")]
    [InlineData("name,user\na b,x\n", "2:1: 'a b' is not a valid host name")]
    [InlineData("name,user\n,x\n", "2:1: the line names no host")]
    [InlineData("name,user\na,x,y\n", "2:5: the line has 3 values, the header 2")]
    [InlineData("name,user\na,\"x\n", "2:3: the quote is never closed")]
    [InlineData("name,user\na,\"x\"y\n", "2:6: text follows a quoted value")]
    [InlineData("name,user\na,x\na,y\n", "3:1: host 'a' appears twice")]
    [InlineData("name,ip,address\na,1,2\n", "1:6: column 'address' appears twice")]
    [InlineData("name,ip\n", "1:1: the table names no host")]
    [InlineData("name,ip\na,192.0.2.1\nb,192.0.2.1\n", "3:1: a and b are the same machine")]
    public void What_is_wrong_has_its_place(string text, string begins) =>
        Assert.StartsWith($"/site/hosts:{begins}", Wrong(text).ToString(), StringComparison.Ordinal);
}
