using System.Text;
using OvsWizard.Texts;

namespace OvsWizard.Plans;

/// <summary>A drawing in characters; a wide character takes two cells. What lies outside is not drawn.</summary>
internal sealed class Canvas(int width, int height)
{
    private readonly string[,] cells = new string[height, width];

    public IEnumerable<string> Lines
    {
        get
        {
            for (var row = 0; row < height; row++)
            {
                var line = new StringBuilder();
                for (var column = 0; column < width; column++) line.Append(cells[row, column] ?? " ");
                yield return line.ToString().TrimEnd();
            }
        }
    }

    public void Put(int row, int column, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var wide = Columns.Width(rune);
            if (wide == 0 || row < 0 || row >= height || column < 0 || column + wide > width) continue;
            cells[row, column] = rune.ToString();
            if (wide == 2) cells[row, column + 1] = "";
            column += wide;
        }
    }

    public void Across(int row, int from, int to, char line) =>
        Put(row, from, new string(line, Math.Max(0, to - from)));

    public void Down(int column, int from, int to, string line)
    {
        for (var row = from; row < to; row++) Put(row, column, line);
    }
}
