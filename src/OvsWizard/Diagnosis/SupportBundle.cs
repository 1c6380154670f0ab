using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OvsWizard.Texts;

namespace OvsWizard.Diagnosis;

/// <summary>One archive with all that a diagnosis saw, redacted, and an index to read it by.</summary>
public static class SupportBundle
{
    /// <exception cref="Failure">Input: the file cannot be written.</exception>
    public static async Task WriteAsync(string path, DiagnosisResult result, Language language, CancellationToken stop)
    {
        try
        {
            await using (var file = new FileStream($"{path}.part", FileMode.Create, FileAccess.Write))
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode($"{path}.part", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                await using var zip = new GZipStream(file, CompressionLevel.Optimal);
                await using var tar = new TarWriter(zip);
                await AddAsync(tar, "INDEX.md", Index(result, language), stop);
                foreach (var host in result.State.Hosts)
                    foreach (var step in host.Steps)
                        await AddAsync(tar, $"{host.Name}/{step.Planned.Id}.txt", Evidence(host.Name, step), stop);
            }
            File.Move($"{path}.part", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"'{path}' cannot be written", $"{e.Message}",
                $"name another file with --bundle", cause: e);
        }
    }

    private static async Task AddAsync(TarWriter tar, string name, string text, CancellationToken stop)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Printable.Of(Redactor.Clean(text))));
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, $"ovswizard-evidence/{name}") { DataStream = content }, stop);
    }

    private static string Evidence(string host, Engine.StepState step) => $"""
        host: {host}
        probe: {step.Planned.Id}, {step.Planned.Title.En}
        why: {step.Planned.Why.En}
        result: {step.Status}{(step.Result?.ExitStatus is { } status ? $", exit status {status}" : "")}

        --- asked ---
        {step.Planned.CheckScript}

        --- printed ---
        {step.Result?.Output}
        """;

    private static string Index(DiagnosisResult result, Language language)
    {
        var index = new StringBuilder();
        index.AppendLine(
            $"# Diagnosis of {result.Subject.Troubleshooting.Runbook.Id} on {result.State.Hosts.Count} hosts");
        index.AppendLine(
            $"ovswizard {Product.Version}, {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC{(result.Symptom is { } s ? $", symptom: {s.Title.In(language)}" : "")}\n");
        index.AppendLine($"A folder a host, a file a probe: what was asked, and what the host printed.\n");
        index.AppendLine($"## Findings: {result.Findings.Count}");
        foreach (var finding in result.Findings)
            index.AppendLine(
                $"- **{finding.Host}** {finding.Reading.Cause.In(language)} ([{finding.Probe.Step.Id}]({finding.Host}/{finding.Probe.Step.Id}.txt))"
                    + (finding.ExplainedBy is { } cause ? $" - follows from {cause.Probe.Step.Id} on {cause.Host}"
                        : ""));
        foreach (var lost in result.Lost) index.AppendLine(
            $"- **{lost.Host}** was not looked at: {lost.What}{(lost.Why is null ? "" : $": {lost.Why}")}");
        index.AppendLine("\n## Values");
        foreach (var host in result.State.Plan.Hosts)
            index.AppendLine(
                $"- **{host.Host}** ({host.Address}): {string.Join(", ", host.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"))}");
        index.AppendLine("\n## Probes");
        foreach (var probe in result.Subject.Troubleshooting.ProbesOf(result.Symptom))
        {
            var held = result.State.Hosts
                .Select(h => (h.Name, Step: h.Steps.FirstOrDefault(s => s.Planned.Id == probe.Step.Id)))
                .Where(h => h.Step is not null).ToList();
            index.AppendLine(
                $"- {probe.Step.Id}: {probe.Step.Title.In(language)} - {string.Join(", ", held.Select(h => $"[{h.Name}]({h.Name}/{probe.Step.Id}.txt) {h.Step!.Status}"))}");
        }
        return index.ToString();
    }
}
