using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Journal;

/// <summary>
/// How plans and events are written as JSON: generated code, since reflection does not survive NativeAOT.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCase<StepStatus>), typeof(SnakeCase<RunStatus>), typeof(SnakeCase<StepKind>),
        typeof(SnakeCase<RiskLevel>), typeof(SnakeCase<FileMerge>)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(RunRequest))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    private static readonly Lazy<JsonSerializerOptions> Strict =
        new(() => new JsonSerializerOptions(JournalJson.Default!.Options)
        {
            RespectNullableAnnotations = true,
            TypeInfoResolver = ((IJsonTypeInfoResolver)Default).WithAddedModifier(RequireAll),
        });

    /// <summary>
    /// To read what may have been changed by anybody: what must be there and is not is told, and is no null to be
    /// stumbled over later.
    /// </summary>
    public static JsonTypeInfo<T> ToRead<T>() => (JsonTypeInfo<T>)Strict.Value.GetTypeInfo(typeof(T));

    private static void RequireAll(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.AssociatedParameter is { IsMemberInitializer: false, IsNullable: false,
                HasDefaultValue: false }) property.IsRequired = true;
    }
}

/// <summary>The same, indented: for people and for files kept in git.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCase<StepStatus>), typeof(SnakeCase<RunStatus>), typeof(SnakeCase<StepKind>),
        typeof(SnakeCase<RiskLevel>), typeof(SnakeCase<FileMerge>)],
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Plan))]
internal sealed partial class IndentedJson : JsonSerializerContext;

/// <summary>Enumerations as scripts like them: failed, not Failed.</summary>
internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
