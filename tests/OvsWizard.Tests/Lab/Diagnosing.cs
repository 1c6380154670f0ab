using System.Text.Json;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>Hosts that something is done to, and what <c>diagnose</c> says of it.</summary>
internal static class Diagnosing
{
    extension(Wizard ovs)
    {
        /// <summary>What is found; 0: nothing, 5: something.</summary>
        public async Task<JsonDocument> DiagnoseAsync(int exit)
        {
            var result = await ovs.AsyncOf("diagnose", "--json");
            WizardAssert.Ended(exit, result);
            return JsonDocument.Parse(result.Output);
        }

        /// <summary>
        /// Makes the faults one at a time, and has the runbook put all back after each; returns those that the first
        /// finding did not name.
        /// </summary>
        public async Task<IReadOnlyList<string>> MissedAsync(LabFixture lab, IReadOnlyList<Fault> faults,
            Func<Task<ProgramResult>> putBack)
        {
            var missed = new List<string>();
            foreach (var fault in faults)
            {
                await fault.StrikeAsync(lab);
                using var found = await ovs.DiagnoseAsync(5);
                if (!fault.IsNamedBy(found.Findings[0])) missed.Add($"{fault}: {found.Said}");
                TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {fault.Name}: {found.Said}");
                await fault.MendAsync(lab);
                var back = await putBack();
                Assert.True(back.ExitCode == 0,
                    $"after {fault} was mended: exit {back.ExitCode}\n{back.Output}{back.Error}");
            }
            return missed;
        }
    }

    extension(JsonDocument diagnosis)
    {
        public IReadOnlyList<JsonElement> Findings =>
            [.. diagnosis.RootElement.GetProperty("findings").EnumerateArray()];

        public IEnumerable<JsonElement> Causes =>
            diagnosis.Findings.Where(f => f.GetProperty("explainedBy").ValueKind is JsonValueKind.Null);

        public string Said => string.Join(", ", diagnosis.Causes.Select(f =>
            $"{f.GetProperty("probe")} on {f.GetProperty("host")} ({f.GetProperty("exitStatus")}): {f.GetProperty("output")}"));
    }
}
