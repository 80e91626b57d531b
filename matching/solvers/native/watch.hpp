// Tells long loops when to stop: at a time limit, or when the caller was interrupted.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

namespace matching {

class Watch {
  public:
    using Report = std::function<bool(__int128 value, __int128 bound)>;

    // A limit of zero seconds or less stops at the first look. `interrupted` is asked ten times a second, since it may
    // have to wait for other threads. `report` is told how far things are once a second, and may stop them too.
    Watch(double seconds, std::function<bool()> interrupted, Report report = {})
        : begin_(Clock::now()), seconds_(seconds), interrupted_(std::move(interrupted)), report_(std::move(report)) {}

    // Report work done, about one unit a pair looked at; true from the moment that everything has to stop.
    bool stop(std::int64_t work) {
        since_look_ += work;
        if (since_look_ >= kBetweenLooks) look();
        return stopped_;
    }

    bool stopped() const { return stopped_; }

    // Whether the caller stopped it, and not the limit: then nobody waits for an answer.
    bool interrupted() const { return was_interrupted_; }

    // Whether a second has passed since somebody was told how far things are, and somebody wants to know.
    bool wants_report() const { return report_ && elapsed_ >= next_report_; }

    void report(__int128 value, __int128 bound) {
        next_report_ = elapsed_ + 1.0;
        if (!report_(value, bound)) stopped_ = was_interrupted_ = true;
    }

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::int64_t kBetweenLooks = 1 << 20;  // a few milliseconds

    void look() {
        since_look_ = 0;
        elapsed_ = std::chrono::duration<double>(Clock::now() - begin_).count();
        if (elapsed_ >= seconds_) stopped_ = true;
        if (stopped_ || elapsed_ < next_question_) return;
        next_question_ = elapsed_ + 0.1;
        stopped_ = was_interrupted_ = interrupted_();
    }

    Clock::time_point begin_;
    double seconds_;
    double elapsed_ = 0.0;  // at the last look
    double next_question_ = 0.0;
    double next_report_ = 1.0;
    std::function<bool()> interrupted_;
    Report report_;
    std::int64_t since_look_ = kBetweenLooks;
    bool stopped_ = false;
    bool was_interrupted_ = false;
};

}  // namespace matching
