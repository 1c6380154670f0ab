using System.Text.Json.Nodes;
using CsCheck;
using OvsWizard.Engine;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>json-merge.awk, as the prelude calls it.</summary>
public sealed class JsonMergeTests
{
    private const string Unchanged = "[3]";

    private static string Merge(string file, string patch)
    {
        var folder = Directory.CreateTempSubdirectory("ovsw-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "daemon.json");
            File.WriteAllText(path, file);
            var script = HostScript.Functions("") + HostScript.Opening("m", "m", "h", folder.FullName) +
                $"ovsw_file {ShellQuote.Quote(path)} {ShellQuote.Quote(patch)} json '' '' k\novsw_file_wanted; printf '[%s]' $?\n";
            return HostShell.Run(script).Replace(folder.FullName + "/", "", StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_is_set_may_be_a_secret_and_is_in_no_command_line_and_no_environment() =>
        Assert.DoesNotContain("hidden",
            HostShell.Run(HostScript.Functions("") + HostScript.Opening("m", "m", "h", "/nowhere") + """
            awk() { printf '%s\n' "$@"; env; }
            ovsw_file /nowhere/file '{ "token": "hidden" }' json '' ''
            ovsw_file_wanted

            """), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\n    \"log-driver\": \"json-file\",\n    \"bip\" : \"1.2.3.4/8\"\n}\n",
        "{\"bip\":\"10.0.1.1/24\",\"mtu\":1450}",
        "{\n    \"log-driver\": \"json-file\",\n    \"bip\" : \"10.0.1.1/24\",\n    \"mtu\": 1450\n}\n[0]")]
    [InlineData("{}\n", "{\"mtu\":1450}", "{\n  \"mtu\": 1450\n}\n[0]")]
    [InlineData("", "{\"mtu\":1450}", "{\n  \"mtu\": 1450\n}\n[0]")]
    [InlineData("{\"a\":[1, {\"x\":\"}\"}],\"b\":1}", "{\"b\":null}", "{\"a\":[1, {\"x\":\"}\"}]}\n[0]")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":null}", "{\"b\":2}\n[0]")]
    [InlineData("{ \"dns\": [ \"8.8.8.8\" ] }\n", "{\"dns\":[\"8.8.8.8\"]}",
        "{ \"dns\": [ \"8.8.8.8\" ] }\n" + Unchanged)]
    [InlineData("{\"a\":\"\\\\\",\"b\":1}\n", "{\"b\":2}", "{\"a\":\"\\\\\",\"b\":2}\n[0]")]
    [InlineData("{\"å\":\"ü\"}\n", "{\"b\":2}", "{\"å\":\"ü\", \"b\": 2}\n[0]")]
    public void Keys_are_set_and_everything_else_stays(string file, string patch, string expected) =>
        Assert.Equal(expected, Merge(file, patch));

    [Theory]
    [InlineData("{\n \"a\": 1,\n}\n", "daemon.json:3:1: a key in double quotes was expected here")]
    [InlineData("[1]\n", "daemon.json:1:1: a JSON object was expected here")]
    [InlineData("{\"a\":\"x\n", "daemon.json:1:8: a string ends before its closing quote")]
    [InlineData("{\"a\": 01}\n", "daemon.json:1:8: ',' or '}' was expected here")]
    [InlineData("{\"a\": 1} x\n", "daemon.json:1:10: something follows the object")]
    [InlineData("{\"a\": 1 // no\n}\n", "daemon.json:1:9: ',' or '}' was expected here")]
    [InlineData("{'a': 1}\n", "daemon.json:1:2: a key in double quotes was expected here")]
    public void What_is_no_JSON_is_refused_with_its_place(string file, string complaint)
    {
        var said = Merge(file, "{\"b\":1}");

        Assert.Contains(complaint, said, StringComparison.Ordinal);
        Assert.StartsWith("[2]", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_object_keeps_its_other_members_and_their_order()
    {
        string[] keys = ["a", "b", "bip", "mtu", "x y", "\"q\"", "ü", "\\"];
        var key = Gen.Int[0, 7].Select(i => keys[i]);
        var value = Gen.OneOf(
            Gen.Int.Select(i => (JsonNode)JsonValue.Create(i)),
            Gen.String[0, 12].Select(s => (JsonNode)JsonValue.Create(s.Replace("\0", "", StringComparison.Ordinal))),
            Gen.Bool.Select(b => (JsonNode)JsonValue.Create(b)),
            Gen.Int.Array[0, 3].Select(a => (JsonNode)new JsonArray([.. a.Select(i => JsonValue.Create(i))])));
        var members = Gen.Select(key, value).Array[0, 5].Select(list => list.DistinctBy(m => m.Item1).ToArray());

        members.Sample(list =>
        {
            var before = new JsonObject(list.Select(m => KeyValuePair.Create(m.Item1, (JsonNode?)m.Item2.DeepClone())));
            var expected = (JsonObject)before.DeepClone();
            expected["bip"] = "10.0.1.1/24";

            var merged = Merge(before.ToJsonString(), "{\"bip\":\"10.0.1.1/24\"}");

            return JsonNode.Parse(merged[..merged.LastIndexOf('[')])!.ToJsonString() == expected.ToJsonString();
        }, iter: 200);
    }
}
