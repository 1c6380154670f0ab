using System.Text.Json.Serialization;
using OvsWizard.Plans;

namespace OvsWizard.Journal;

/// <summary>How plans and events are written as JSON: generated code, since reflection does not survive NativeAOT.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(Plan))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>The same, indented: for people and for files kept in git.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Plan))]
internal sealed partial class IndentedJson : JsonSerializerContext;
