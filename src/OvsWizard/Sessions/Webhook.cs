using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OvsWizard.Engine;

namespace OvsWizard.Sessions;

/// <summary>
/// Tells a URL how a run ended, as JSON. That it could not be told is said, and changes nothing about the run.
/// </summary>
public static class Webhook
{
    /// <summary>Of an answer's headers; nothing in them matters.</summary>
    private const int MostHeaderKilobytes = 16;

    /// <summary>From looking up the name to the answer's status.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What $OVSWIZARD_WEBHOOK says; null: nothing.</summary>
    /// <exception cref="Failure">Input: it is no URL to post to.</exception>
    public static Uri? FromEnvironment() =>
        Environment.GetEnvironmentVariable("OVSWIZARD_WEBHOOK") is { Length: > 0 } said ? Read(said) : null;

    /// <exception cref="Failure">Input: it is no URL to post to.</exception>
    public static Uri Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new Failure(FailureKind.Input, $"'{text}' is not a valid webhook URL",
                now: $"give one that begins with https:// or http://");

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
            ["steps"] = new JsonObject(steps.GroupBy(s => Word(s.Status.ToString())).OrderBy(g => g.Key,
                StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, (JsonNode?)g.Count()))),
            ["seconds"] = Math.Round((state.Ended!.At - began).TotalSeconds, 3),
        }.ToJsonString();
    }

    private static string Word(string status) => JsonNamingPolicy.KebabCaseLower.ConvertName(status);

    /// <summary>
    /// Posts the message; null: it arrived, else why not. Of the answer only its status is read, and it leads nowhere
    /// else.
    /// </summary>
    public static async Task<string?> SendAsync(Uri url, string message)
    {
        using var handler = new SocketsHttpHandler
            { AllowAutoRedirect = false, MaxResponseHeadersLength = MostHeaderKilobytes, MaxResponseDrainSize = 0 };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post,
            url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ovswizard", Product.Version));
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode ? null : $"it answered {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return limit.IsCancellationRequested ? $"no answer within {Limit.TotalSeconds:0} s" : e.Message;
        }
    }
}
