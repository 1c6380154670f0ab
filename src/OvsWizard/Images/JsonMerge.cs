using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OvsWizard.Images;

/// <summary>
/// Merges a JSON object by its keys; every byte of what others have made of it stays, but for the keys that go back.
/// Pure.
/// </summary>
/// <param name="Ours">The object with the keys of before; empty braces where no key is left.</param>
/// <param name="Theirs">The same, with what is there now under keys that both have changed.</param>
/// <param name="Added">Keys that others have set, changed or removed.</param>
/// <param name="Clashing">Of these those that the step has changed, too.</param>
internal sealed record JsonMerge(byte[] Ours, byte[] Theirs, IReadOnlyList<string> Added,
    IReadOnlyList<string> Clashing)
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 64 };

    /// <summary>A member of the object: where its key begins, and its value's place.</summary>
    private readonly record struct Member(string Key, int KeyAt, int ValueAt, int End);

    /// <summary>Null where one of them is no JSON object, or has a key twice.</summary>
    public static JsonMerge? Of(byte[] before, byte[] after, byte[] now)
    {
        if (Read(before) is not { } b || Read(after) is not { } a || Read(now) is not { } n) return null;
        List<string> changed = [], clashing = [];
        var (ours, theirs) = (now, now);
        foreach (var key in b.Keys.Union(a.Keys).Union(n.Keys).ToList())
        {
            var (was, left, found) = (Value(before, b, key), Value(after, a, key), Value(now, n, key));
            if (!Same(left, found)) changed.Add(key);
            if (Same(was, left) || Same(was, found)) continue;
            ours = Put(ours, key, was);
            if (Same(left, found)) theirs = Put(theirs, key, was);
            else clashing.Add(key);
        }
        return new(ours, theirs, changed, clashing);
    }

    private static bool Same(string? one, string? other) =>
        one is null || other is null ? one == other : JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));

    private static string? Value(byte[] text, Dictionary<string, Member> members, string key) =>
        members.TryGetValue(key, out var member) ? Encoding.UTF8.GetString(text[member.ValueAt..member.End]) : null;

    /// <summary>Sets the key, or removes it where there is no value.</summary>
    private static byte[] Put(byte[] text, string key, string? value)
    {
        List<Member> members = [.. Read(text)!.Values.OrderBy(m => m.KeyAt)];
        var at = members.FindIndex(m => m.Key == key);
        if (value is not null)
            return at >= 0 ? Cut(text, members[at].ValueAt, members[at].End, value)
                : members.Count == 0 ? Cut(text, Array.IndexOf(text, (byte)'{') + 1, Array.LastIndexOf(text, (byte)'}'),
                    $"\n  {JsonSerializer.Serialize(key, JsonMergeJson.Default.String)}: {value}\n")
                : Cut(text, members[^1].End, members[^1].End,
                    $",{Lead(text, members[0].KeyAt)}{JsonSerializer.Serialize(key, JsonMergeJson.Default.String)}: {value}");
        if (at < 0) return text;
        return at > 0 ? Cut(text, members[at - 1].End, members[at].End, "")
            : members.Count > 1 ? Cut(text, members[0].KeyAt, members[1].KeyAt, "")
            : Cut(text, members[0].KeyAt, members[0].End, "");
    }

    private static string Lead(byte[] text, int key)
    {
        var from = key;
        while (from > 0 && text[from - 1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') from--;
        return from == key ? " " : Encoding.UTF8.GetString(text[from..key]);
    }

    private static byte[] Cut(byte[] text, int from, int to, string by) =>
        [.. text[..from], .. Encoding.UTF8.GetBytes(by), .. text[to..]];

    private static Dictionary<string, Member>? Read(byte[] text)
    {
        var members = new Dictionary<string, Member>();
        try
        {
            var reader = new Utf8JsonReader(text, Reading);
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var (key, at) = (reader.GetString()!, (int)reader.TokenStartIndex);
                reader.Read();
                var value = (int)reader.TokenStartIndex;
                reader.Skip();
                if (!members.TryAdd(key, new(key, at, value, (int)reader.BytesConsumed))) return null;
            }
            return reader.Read() ? null : members;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class JsonMergeJson : System.Text.Json.Serialization.JsonSerializerContext;
