using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OvsWizard.Engine;

namespace OvsWizard.Sessions;

/// <summary>Tells a URL how a run ended, as JSON. That it could not be told is said, and changes nothing about the run.</summary>
public static class Webhook
{
    /// <summary>As long as anybody waits for the other side.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What $OVSWIZARD_WEBHOOK says; null: nothing.</summary>
    /// <exception cref="Failure">Input: it is no URL to post to.</exception>
    public static Uri? FromEnvironment() => Environment.GetEnvironmentVariable("OVSWIZARD_WEBHOOK") is { Length: > 0 } said ? Read(said) : null;

    /// <exception cref="Failure">Input: it is no URL to post to.</exception>
    public static Uri Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new Failure(FailureKind.Input, $"'{text}' is no URL to tell of runs", now: $"give one that begins with https:// or http://");

    /// <summary>Counts, names and times; no value, no output, no secret.</summary>
    public static string Message(string run, RunState state)
    {
        var steps = state.Hosts.SelectMany(h => h.Steps).ToList();
        var began = state.Resumed?.At ?? state.Started?.At ?? state.Ended!.At;
        return new JsonObject
        {
            ["run"] = run,
            ["runbook"] = state.Plan.Runbook,
            ["mode"] = state.Resumed?.Mode ?? "run",
            ["outcome"] = Word(state.Ended!.Status.ToString()),
            ["hosts"] = new JsonArray([.. state.Hosts.Select(h => (JsonNode?)h.Name)]),
            ["steps"] = new JsonObject(steps.GroupBy(s => Word(s.Status.ToString())).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, (JsonNode?)g.Count()))),
            ["seconds"] = Math.Round((state.Ended!.At - began).TotalSeconds, 3),
        }.ToJsonString();
    }

    private static string Word(string status) => JsonNamingPolicy.KebabCaseLower.ConvertName(status);

    /// <summary>Posts the message; null: it arrived, else why not.</summary>
    public static async Task<string?> SendAsync(Uri url, string message)
    {
        using var client = new HttpClient { Timeout = Limit };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(message));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ovswizard", Product.Version));
        try
        {
            using var response = await client.PostAsync(url, content);
            return response.IsSuccessStatusCode ? null : $"it answered {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e is TaskCanceledException ? $"no answer within {Limit.TotalSeconds:0} s" : e.Message;
        }
    }
}
