// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/assignment.h"

#include <limits>

namespace expertscope {
namespace {

constexpr int nobody = -1;

/// Rows are matched one after the other, each by the cheapest way of moving those before it. Prices of rows
/// and columns keep every reduced cost(r, c) = cost - row price - column price at 0 or above, and at 0 where
/// r has c: so the cheapest way is a shortest path, and Dijkstra's method finds it.
class Matcher {
  public:
    /// At least as many columns as rows.
    explicit Matcher(const Matrix<double>& cost)
        : cost_(cost), rowPrice_(Vector<double>::Zero(cost.rows())),
          columnPrice_(Vector<double>::Zero(cost.cols())), owner_(cost.cols(), nobody),
          column_(cost.rows(), nobody) {}

    std::vector<int> match() {
        for (int row = 0; row < static_cast<int>(cost_.rows()); ++row)
            add(row);
        return column_;
    }

  private:
    /// The shortest paths from the new row to the columns, until a free one is reached.
    struct Search {
        explicit Search(std::size_t columns)
            : distance(columns, std::numeric_limits<double>::infinity()), from(columns, nobody),
              done(columns, false) {}
        std::vector<double> distance;
        std::vector<int> from; ///< the row through which the column is reached
        std::vector<bool> done;
    };

    void add(int newRow) {
        Search search(owner_.size());
        int row = newRow, reached = nobody;
        double length = 0;
        while (reached == nobody) {
            relax(search, row, length);
            const int nearest = nearestOpen(search);
            length = search.distance[nearest];
            search.done[nearest] = true;
            row = owner_[nearest];
            if (row == nobody)
                reached = nearest;
        }
        updatePrices(search, newRow, length);
        moveAlong(search, newRow, reached);
    }

    void relax(Search& search, int row, double length) const {
        for (std::size_t c = 0; c < owner_.size(); ++c) {
            const double way = length + cost_(row, c) - rowPrice_[row] - columnPrice_[c];
            if (!search.done[c] && way < search.distance[c]) {
                search.distance[c] = way;
                search.from[c] = row;
            }
        }
    }

    static int nearestOpen(const Search& search) {
        int nearest = nobody;
        for (std::size_t c = 0; c < search.done.size(); ++c)
            if (!search.done[c] && (nearest == nobody || search.distance[c] < search.distance[nearest]))
                nearest = static_cast<int>(c);
        return nearest;
    }

    void updatePrices(const Search& search, int newRow, double length) {
        rowPrice_[newRow] += length;
        for (std::size_t c = 0; c < owner_.size(); ++c) {
            if (!search.done[c])
                continue;
            if (owner_[c] != nobody)
                rowPrice_[owner_[c]] += length - search.distance[c];
            columnPrice_[c] -= length - search.distance[c];
        }
    }

    void moveAlong(const Search& search, int newRow, int column) {
        for (int row = nobody; row != newRow;) {
            row = search.from[column];
            owner_[column] = row;
            std::swap(column_[row], column);
        }
    }

    const Matrix<double>& cost_;
    Vector<double> rowPrice_, columnPrice_;
    std::vector<int> owner_;  ///< of each column, a row or nobody
    std::vector<int> column_; ///< of each row
};

} // namespace

std::vector<int> bestAssignment(const Matrix<double>& value) {
    const Matrix<double> cost = -value;
    if (cost.rows() <= cost.cols())
        return Matcher(cost).match();
    const Matrix<double> turned = cost.transpose();
    std::vector<int> columns(value.rows(), nobody);
    const std::vector<int> rows = Matcher(turned).match();
    for (std::size_t c = 0; c < rows.size(); ++c)
        columns[rows[c]] = static_cast<int>(c);
    return columns;
}

} // namespace expertscope
