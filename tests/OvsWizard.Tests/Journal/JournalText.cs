using System.Text.Json;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Journal;

/// <summary>Plans as a run's folder holds them.</summary>
internal static class JournalText
{
    public static byte[] Of(Plan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, JournalJson.Default.Plan);
}
